using PaymentDr.Aws;
using PaymentDr.Functions.Probe;
using PaymentDr.Functions.Process;
using PaymentDr.Functions.Reconcile;
using PaymentDr.Payments;

namespace PaymentDr.Functions.Decide;

/// <summary>Gathers what a decision rests on from what both sites saw, as this region's replica has it.</summary>
public sealed class Lookout(string build, ILedger ledger, Sightings sightings, Workflow[] moves, BooksLag lag, TimeProvider clock)
{
    /// <summary>A build that has served for so long is no longer suspected.</summary>
    private static readonly TimeSpan Proof = TimeSpan.FromHours(1);

    /// <summary>A no-op is sent every minute, and may come again once.</summary>
    private static readonly TimeSpan NoOpPatience = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan ProbeMemory = TimeSpan.FromMinutes(30);

    public async Task<(Observations Seen, IReadOnlyList<Execution> Executions)> ObserveAsync(CancellationToken cancellation)
    {
        var (now, samples) = (clock.GetUtcNow(), lag.SamplesAsync(clock.GetUtcNow(), cancellation));
        // There and back: two at once would pull at the same books.
        Execution[] executions = [.. (await Task.WhenAll(moves.Select(move => move.ExecutionsAsync(cancellation)))).SelectMany(each => each)];
        var (own, primary) = (await sightings.ReadAsync(Site.Secondary, cancellation), await sightings.ReadAsync(Site.Primary, cancellation));
        var epoch = await ledger.CurrentEpochAsync(cancellation);
        var reigning = epoch.Writer is Site.Primary ? primary : own;
        var noOp = Find(reigning, Readiness.Sighting) is { } answered && now - answered.At < NoOpPatience ? answered : null;
        var probes = own
            .Where(sighting => sighting.Name.StartsWith(ProbeFunction.ProbePrefix, StringComparison.Ordinal) && now - sighting.At < ProbeMemory)
            .OrderBy(sighting => sighting.At)
            .ToArray();
        var seen = new Observations
        {
            Now = now,
            Epoch = epoch,
            TrafficHasMoved = TrafficSwitch.HasMoved(own),
            IsMoving = executions.Any(execution => execution.IsRunning),
            IsUnfinished = epoch.Writer is Site.Secondary && !Reign.IsCompleted(own, epoch),
            Probes = [.. probes.Select(probe => new Payments.Probe(probe.At, probe.Is(ProbeFunction.PrimaryAnswers), probe.Is(ProbeFunction.NamesLeadElsewhere)))],
            Standby = new Standby(build, IsProven(own, primary, now), Find(own, ProbeFunction.Synthetic)?.At),
            PrimaryBuild = probes.Select(probe => probe.Details.GetValueOrDefault(ProbeFunction.Build)).LastOrDefault(seenBuild => seenBuild is { Length: > 0 }),
            Lag = await samples,
            SettledThrough = Find(reigning, ReconcileFunction.Sighting)?.Details.GetValueOrDefault(ReconcileFunction.SettledThrough) is { } through
                ? LedgerItems.ParseTime(through)
                : null,
            WriterAnswers = noOp?.Is(Readiness.IsWriter) is true,
            WriterFollows = noOp?.Is(Readiness.IsReady) is true && !noOp.Is(Readiness.IsWriter),
        };

        return (seen, executions);
    }

    /// <summary>By either site: each has seen what the other one runs.</summary>
    private bool IsProven(IReadOnlyList<Sighting> own, IReadOnlyList<Sighting> primary, DateTimeOffset now) =>
        own.Concat(primary).Any(sighting => sighting.Name == $"{ProbeFunction.BuildPrefix}{build}" && now - sighting.At >= Proof);

    private static Sighting? Find(IReadOnlyList<Sighting> seen, string name) => seen.FirstOrDefault(sighting => sighting.Name == name);
}
