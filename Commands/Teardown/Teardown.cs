using PaymentDr.Aws;
using PaymentDr.Payments;

namespace PaymentDr.Commands;

public sealed record TeardownInputs
{
    public required PaymentDrSettings Settings { get; init; }

    /// <summary>Says where services are reached.</summary>
    public required IReadOnlyDictionary<string, string?> Environment { get; init; }

    /// <summary>Synthesizes, and gives Terraform in the folder of the stack.</summary>
    public required Func<ITerraform> Synthesize { get; init; }

    /// <summary>Nobody is asked, neither here nor by Terraform.</summary>
    public required bool IsApproved { get; init; }

    /// <summary>What somebody answers; null where nobody does.</summary>
    public required Func<string?> ReadAnswer { get; init; }

    public required TextWriter Output { get; init; }

    /// <summary>Between two looks at what RDS is doing.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(15);
}

/// <summary>
/// Removes an environment, whichever of its regions writes. Each step can be repeated: who runs it again after a failure goes on where it
/// ended.
/// </summary>
public sealed class Teardown
{
    /// <summary>For all that one region is asked at a time.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(60);

    private readonly TeardownInputs _inputs;
    private readonly BooksClusters _books;
    private readonly PerRegion<KeyFolder> _keys;

    public Teardown(TeardownInputs inputs)
    {
        _inputs = inputs;
        _keys = KeyFolder.OfBoth(inputs.Settings, inputs.Environment);
        var naming = inputs.Settings.Naming;
        _books = new BooksClusters(naming.Shared("database", "books"), new(Cluster(RegionRole.Primary, inputs.Settings.Primary), Cluster(RegionRole.Secondary, inputs.Settings.Secondary)));

        (AwsRegion, string) Cluster(RegionRole role, RegionSettings region) =>
            (new AwsRegion(region.Code, new Endpoints(inputs.Environment.GetValueOrDefault)), naming.Regional("cluster", "books", role));
    }

    private TextWriter Output => _inputs.Output;

    private string Environment => $"the environment {_inputs.Settings.Naming.Suffix}";

    /// <exception cref="CommandException">It is not removed, or not all of it; the message says what to do.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var standing = await new BooksSurvey(_books).FindAsync(cancellation);
        await AskAsync(standing);

        var terraform = _inputs.Synthesize();
        var state = await InitializeAsync(terraform, cancellation);
        if (state.IsEmpty && standing is not BooksStanding.Absent)
        {
            throw new CommandException(
                $"Nothing was changed: {_books.Database} is there, and the state that Terraform was given knows of nothing. "
                + $"It is not the one by which {Environment} was deployed: look at Backend in the settings.");
        }

        await new BooksHomecoming(_books, _inputs.Pause, Output).RunAsync(standing, cancellation);
        await DestroyAsync(terraform, state, cancellation);
        await RemoveKeysAsync(cancellation);
        await ReportAsync();
    }

    private async Task AskAsync(BooksStanding standing)
    {
        var settings = _inputs.Settings;
        await Output.WriteLineAsync($"This removes {Environment} from {settings.Primary.Code} and {settings.Secondary.Code}, with all that is in it.");
        await Output.WriteLineAsync($"The books: {standing.Text}");
        if (_inputs.IsApproved)
        {
            return;
        }

        await Output.WriteAsync("Only 'yes' goes on, to Terraform, which asks as well: ");
        if (_inputs.ReadAnswer() is not "yes")
        {
            throw new CommandException("Nothing was changed: the answer was not 'yes'.");
        }
    }

    private async Task<TerraformState> InitializeAsync(ITerraform terraform, CancellationToken cancellation) =>
        await terraform.RunAsync(_inputs.IsApproved ? ["init", "-input=false"] : ["init"], cancellation) && await TerraformState.ReadAsync(terraform, cancellation) is { } state
            ? state
            : throw new CommandException("Nothing was changed: Terraform could not be initialized, or not read its state. Its own messages say why.");

    private async Task DestroyAsync(ITerraform terraform, TerraformState before, CancellationToken cancellation)
    {
        string[] destroy = _inputs.IsApproved ? ["destroy", "-input=false", "-auto-approve"] : ["destroy"];
        if (await terraform.RunAsync(destroy, cancellation))
        {
            return;
        }

        if (await TerraformState.ReadAsync(terraform, cancellation) is { } after && after.Serial == before.Serial)
        {
            throw new CommandException($"Terraform destroyed nothing: somebody told it not to, or its own messages say why. To remove {Environment}, run the command again.");
        }

        await Output.WriteLineAsync("Terraform has not destroyed everything. AWS lets go of vaults and certificates some time after what used them is gone: once more.");
        if (!await terraform.RunAsync(destroy, cancellation))
        {
            throw new CommandException(
                $"Terraform has not destroyed everything, twice: its own messages say what is left, and why. {Environment} is there in part. "
                + "Remove what they name by hand where it is needed, and run the command again: it goes on from there.");
        }
    }

    /// <summary>They are not Terraform's.</summary>
    private async Task RemoveKeysAsync(CancellationToken cancellation)
    {
        var removals = await Task.WhenAll(RemoveAsync(_keys.Primary), RemoveAsync(_keys.Secondary));
        foreach (var (region, removed, _) in removals.Where(removal => removal.Problem is null))
        {
            await Output.WriteLineAsync($"{region}: {removed} parameters with keys of merchants are removed.");
        }

        if (removals.Any(removal => removal.Problem is not null))
        {
            throw new CommandException(
                "Terraform has destroyed everything, and hashes of merchants' keys may be left. Run the command again: it removes them."
                + string.Concat(removals.Where(removal => removal.Problem is not null).Select(removal => $"\n  {removal.Problem}")));
        }

        async Task<(string Region, int Removed, string? Problem)> RemoveAsync(KeyFolder folder)
        {
            try
            {
                return (folder.Region, await new Reach(folder.Region, Budget, Tries: 1).CallAsync(folder.RemoveAllAsync, cancellation), null);
            }
            catch (UnreachableException exception)
            {
                return (folder.Region, 0, exception.Message);
            }
        }
    }

    private async Task ReportAsync()
    {
        var settings = _inputs.Settings;
        await Output.WriteLineAsync($"{Environment} is removed. What AWS keeps, or others have made (docs/teardown.md):");
        await Output.WriteLineAsync("  the encryption keys, for the 7 days after which they are deleted");
        await Output.WriteLineAsync("  in each region the log group RDSOSMetrics, and in the account the roles that AWS made for its services");
        if (settings.Doors.Pay)
        {
            await Output.WriteLineAsync($"  inactive revisions of the task definitions {Task(RegionRole.Primary)} and {Task(RegionRole.Secondary)}");
        }

        if (settings.Zone is { Id: null, ParentId: null })
        {
            await Output.WriteLineAsync($"  the NS record of {settings.Zone.Name}, where people wrote it: remove it");
        }

        string Task(RegionRole role) => settings.Naming.Regional("task", "pay", role);
    }
}
