using Amazon.Runtime;
using PaymentDr.Aws;
using PaymentDr.Payments;

namespace PaymentDr.Commands;

/// <summary>Finds who writes the books, and whether that can be changed. Changes nothing.</summary>
internal sealed class BooksSurvey(BooksClusters clusters)
{
    private const string Available = "available";

    /// <exception cref="CommandException">Nobody can tell, or not just now; or there is something of others' in the database.</exception>
    public async Task<BooksStanding> FindAsync(CancellationToken cancellation)
    {
        if (await LookAsync(cancellation) is not { Members.Count: > 0 } state)
        {
            return new BooksStanding.Absent(clusters.Database);
        }

        Judge(state);
        var writer = state.Writer!;
        var home = state.Members.SingleOrDefault(member => clusters.IsHome(member.Cluster))?.Cluster;
        if (home is null || home == writer)
        {
            return new BooksStanding.Removable(writer);
        }

        return await FindProblemAsync(home, cancellation) is { } problem ? new BooksStanding.Lost(writer, home, problem) : new BooksStanding.Away(writer, home);
    }

    /// <summary>Both are asked: the region of one that was cut off may still take it for the writer.</summary>
    private async Task<GlobalDatabaseState?> LookAsync(CancellationToken cancellation)
    {
        var looks = await Task.WhenAll(LookAsync(clusters.Home, cancellation), LookAsync(clusters.Away, cancellation));
        var answers = looks.Where(look => look.Problem is null).ToArray();
        if (answers.Length == 0)
        {
            throw Refused($"nobody says who writes {clusters.Database}.{string.Concat(looks.Select(look => $"\n  {look.Problem}"))}");
        }

        return answers.Select(answer => BooksClusters.Describe(answer.State)).Distinct().Count() == 1
            ? answers[0].State
            : throw Refused(
                $"the regions do not agree on {clusters.Database}, as while roles change. Run the command again when they do."
                + string.Concat(answers.Select(answer => $"\n  {answer.Region}: {BooksClusters.Describe(answer.State)}")));
    }

    private async Task<(string Region, GlobalDatabaseState? State, string? Problem)> LookAsync(AwsRegion region, CancellationToken cancellation)
    {
        try
        {
            return (region.Name, await clusters.FindAsync(region, cancellation), null);
        }
        catch (UnreachableException exception)
        {
            return (region.Name, null, exception.Message);
        }
    }

    private void Judge(GlobalDatabaseState state)
    {
        if (state.IsProtected)
        {
            throw Refused(
                $"{clusters.Database} was deployed with Protection = Guarded, and is protected against its deletion. Deploy what the settings say now, and run the command again.");
        }

        if (state.Members.FirstOrDefault(member => !clusters.Include(member.Cluster)) is { } other)
        {
            throw Refused($"{other.Cluster.Value} is a member of {clusters.Database}, and not this stack's. Take it out of the database first.");
        }

        if (state.AreRolesChanging)
        {
            throw Refused($"the roles of {clusters.Database} are changing ({BooksClusters.Describe(state)}). Run the command again when that is over.");
        }
    }

    /// <returns>Why it cannot take over; null where nothing is known against it.</returns>
    private async Task<string?> FindProblemAsync(ClusterArn home, CancellationToken cancellation)
    {
        try
        {
            var status = await clusters.AskAsync(clusters.Home, (rds, limit) => rds.StatusOfAsync(home.Identifier, limit), cancellation);
            return status is null ? "it does not exist any more" : status == Available ? null : $"it is {status}";
        }
        catch (UnreachableException exception)
        {
            // Who may not ask learns nothing of the cluster.
            return exception.InnerException is AmazonServiceException { ErrorType: ErrorType.Sender }
                ? throw Refused($"nobody says how {home.Identifier} is.\n  {exception.Message}")
                : $"its region does not answer ({exception.Message})";
        }
    }

    private static CommandException Refused(string reason) => new($"Nothing was changed: {reason}");
}
