using PaymentDr.Aws;
using PaymentDr.Functions.Probe;
using PaymentDr.Functions.Process;
using PaymentDr.Hosting;
using PaymentDr.Payments;

namespace PaymentDr.Functions.GiveBack;

/// <summary>Whether the primary can take everything back. Nothing is changed, and all that speaks against it is said at once.</summary>
public sealed class ReturnGates(Platform platform, BooksRoles books, Peer peer)
{
    /// <summary>For so long every look at the primary has to have found it well.</summary>
    private static readonly TimeSpan Dwell = TimeSpan.FromMinutes(5);

    /// <summary>What comes every minute may be missed once.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(3);

    /// <summary>A switchover waits until nothing is behind; with more than this it might wait for long.</summary>
    private static readonly TimeSpan MostLag = TimeSpan.FromSeconds(5);

    private readonly Workflow[] _workflows =
    [
        new(platform.Region, platform.Variables.Get("FAILOVER_WORKFLOW_ARN")), new(platform.Region, platform.Variables.Get("FAILBACK_WORKFLOW_ARN")),
    ];

    public async Task<GiveBackAnswer> JudgeAsync(string? ownExecution, CancellationToken cancellation)
    {
        var (writer, areMoving) = await books.FindWriterAsync(cancellation);
        List<string> refusals =
        [
            .. Refuse(areMoving, "the books are moving already"),
            .. await OfReignAsync(writer, cancellation),
            .. await OfWorkflowsAsync(ownExecution, cancellation),
            .. await OfSightingsAsync(cancellation),
            // Of a return that broke off the books may be there already.
            .. writer is Site.Secondary ? await OfLagAsync(cancellation) : [],
        ];
        return new GiveBackAnswer { IsReady = refusals.Count == 0, Refusals = refusals, Writer = writer };
    }

    private async Task<IReadOnlyList<string>> OfReignAsync(Site writer, CancellationToken cancellation)
    {
        var (epoch, own) = (await platform.Ledger.CurrentEpochAsync(cancellation), await platform.Sightings.ReadAsync(Site.Secondary, cancellation));
        return
        [
            .. Refuse(epoch.Writer is Site.Primary && writer is Site.Primary && !TrafficSwitch.HasMoved(own), "the primary reigns, and customers are led to it: there is nothing to return"),
            .. Refuse(epoch.Writer is Site.Secondary && !Reign.IsCompleted(own, epoch), $"the failover of {epoch} is not completed"),
        ];
    }

    private async Task<IReadOnlyList<string>> OfWorkflowsAsync(string? ownExecution, CancellationToken cancellation)
    {
        var executions = await Task.WhenAll(_workflows.Select(workflow => workflow.ExecutionsAsync(cancellation)));
        return
        [
            .. executions.SelectMany(each => each)
                .Where(execution => execution.IsRunning && execution.Name != ownExecution)
                .Select(execution => $"{execution.Name} is running"),
        ];
    }

    private async Task<IReadOnlyList<string>> OfSightingsAsync(CancellationToken cancellation)
    {
        var now = platform.Clock.GetUtcNow();
        var (own, theirs) = (await platform.Sightings.ReadAsync(Site.Secondary, cancellation), await platform.Sightings.ReadAsync(Site.Primary, cancellation));
        var looks = own.Where(sighting => sighting.Name.StartsWith(ProbeFunction.ProbePrefix, StringComparison.Ordinal) && now - sighting.At < Dwell).ToArray();
        return
        [
            .. Refuse(
                looks.Length < Dwell.TotalMinutes - 1 || !looks.All(look => look.Is(ProbeFunction.PrimaryAnswers)),
                $"the primary's doors have not answered every look of the last {Dwell.TotalMinutes} minutes ({looks.Count(look => look.Is(ProbeFunction.PrimaryAnswers))} of {looks.Length})"),
            .. Refuse(!IsFresh(ProbeFunction.Heartbeat), "the primary's ledger brings nothing new: no heartbeat of its probe"),
            .. Refuse(!IsFresh(Readiness.Sighting) || !theirs.Single(each => each.Name == Readiness.Sighting).Is(Readiness.IsReady), "the primary's queue and books have not answered a no-op as they should"),
        ];

        bool IsFresh(string name) => theirs.Any(sighting => sighting.Name == name && now - sighting.At < Fresh);
    }

    /// <summary>Here what is missing does refuse: nobody is in a hurry.</summary>
    private async Task<IReadOnlyList<string>> OfLagAsync(CancellationToken cancellation)
    {
        var now = platform.Clock.GetUtcNow();
        var samples = (await peer.LagAsync(now, cancellation)).Where(sample => now - sample.At < Dwell).ToArray();
        return
        [
            .. Refuse(samples.Length == 0, "nobody says how far the primary's books are behind"),
            .. Refuse(samples.Any(sample => sample.Lag > MostLag), $"the primary's books were more than {MostLag.TotalSeconds} s behind in the last {Dwell.TotalMinutes} minutes"),
        ];
    }

    private static string[] Refuse(bool applies, string reason) => applies ? [reason] : [];
}
