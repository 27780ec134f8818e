using Amazon.Runtime;
using PaymentDr.Aws;
using PaymentDr.Payments;

namespace PaymentDr.Commands;

/// <summary>Brings the roles to where both clusters can be removed. Each change is asked for where the writer is.</summary>
/// <param name="pause">Between two looks at what RDS is doing.</param>
internal sealed class BooksHomecoming(BooksClusters clusters, TimeSpan pause, TextWriter output)
{
    /// <summary>A switchover takes minutes; with the pause of the command these are 30.</summary>
    private const int MostLooks = 120;

    /// <summary>The clusters are not in a state for what was asked. Other refusals say nothing about them.</summary>
    private static readonly string[] OfState =
        ["DBClusterNotFoundFault", "InvalidDBClusterStateFault", "InvalidGlobalClusterStateFault", "InvalidParameterCombination", "InvalidParameterValue"];

    /// <exception cref="CommandException">It was not done, or not yet.</exception>
    public async Task RunAsync(BooksStanding standing, CancellationToken cancellation)
    {
        try
        {
            await (standing switch
            {
                BooksStanding.Away away => SwitchOverAsync(away.Writer, away.Home, cancellation),
                BooksStanding.Lost lost => RemoveAsync(lost.Writer, lost.Home, cancellation),
                _ => Task.CompletedTask,
            });
        }
        catch (UnreachableException exception)
        {
            throw new CommandException($"Nothing was destroyed, and it is not known whether the roles change. Run the command again.\n  {exception.Message}");
        }
    }

    private async Task SwitchOverAsync(ClusterArn writer, ClusterArn home, CancellationToken cancellation)
    {
        await output.WriteLineAsync($"{home.Identifier} is made the writer of {clusters.Database}.");
        if (await ChangeAsync(writer, (rds, limit) => rds.SwitchOverAsync(home, limit), cancellation) is { } refusal)
        {
            // Asked twice RDS refuses the second time: then the answer to the first was lost, and it is under way.
            var state = await FindAsync(writer, cancellation);
            if (state.Writer == writer && !state.AreRolesChanging)
            {
                await output.WriteLineAsync($"RDS refuses that ({refusal}).");
                await RemoveAsync(writer, home, cancellation);
                return;
            }
        }

        await WaitAsync(writer, state => state.Writer == home && !state.AreRolesChanging, cancellation);
    }

    private async Task RemoveAsync(ClusterArn writer, ClusterArn home, CancellationToken cancellation)
    {
        await output.WriteLineAsync($"{home.Identifier} is taken out of {clusters.Database}, and is a cluster of its own until it is destroyed.");
        if (await ChangeAsync(writer, (rds, limit) => rds.RemoveAsync(home, limit), cancellation) is { } refusal
            && (await FindAsync(writer, cancellation)).Members.Any(member => member.Cluster == home))
        {
            throw new CommandException(
                $"Nothing was destroyed: {home.Identifier} can neither take over nor be taken out of {clusters.Database}. Run the command again when its state has changed.\n  {refusal}");
        }

        await WaitAsync(writer, state => state.Members.All(member => member.Cluster != home), cancellation);
    }

    /// <returns>What the state of the clusters has against it; null when it was accepted.</returns>
    private async Task<string?> ChangeAsync(ClusterArn writer, Func<Aws.GlobalDatabase, CancellationToken, Task> change, CancellationToken cancellation)
    {
        try
        {
            return await clusters.AskAsync<string?>(
                clusters.RegionOf(writer),
                async (rds, limit) =>
                {
                    await change(rds, limit);
                    return null;
                },
                cancellation);
        }
        catch (UnreachableException exception) when (exception.InnerException is AmazonServiceException refusal && OfState.Contains(refusal.ErrorCode))
        {
            return exception.Message;
        }
    }

    private async Task WaitAsync(ClusterArn writer, Func<GlobalDatabaseState, bool> isDone, CancellationToken cancellation)
    {
        for (var look = 0; look < MostLooks; look++)
        {
            var seen = "no answer";
            try
            {
                var state = await FindAsync(writer, cancellation);
                seen = BooksClusters.Describe(state);
                if (isDone(state))
                {
                    await output.WriteLineAsync($"  done: {seen}");
                    return;
                }
            }
            catch (UnreachableException)
            {
                // What was asked for goes on meanwhile.
            }

            await output.WriteLineAsync($"  not yet: {seen}");
            await Task.Delay(pause, cancellation);
        }

        throw new CommandException($"Nothing was destroyed: {clusters.Database} is still changing after {MostLooks * pause}. Run the command again when that is over.");
    }

    /// <summary>As the region of the one that was the writer sees it.</summary>
    private async Task<GlobalDatabaseState> FindAsync(ClusterArn writer, CancellationToken cancellation) =>
        await clusters.FindAsync(clusters.RegionOf(writer), cancellation) ?? new("gone", IsProtected: false, []);
}
