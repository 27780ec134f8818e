using System.Text.Json;
using PaymentDr.Aws;
using PaymentDr.Payments;

namespace PaymentDr.Functions.Drill;

/// <summary>The newest drill, as its steps have left it in the ledger: the document passes nothing on but its own name.</summary>
public sealed class DrillNotes(Sightings sightings)
{
    public const string Sighting = "drill";
    public const string Passed = "drill-passed";

    private const string Evidence = "evidence";

    /// <summary>No execution takes longer. One that broke off keeps the next from beginning for so long.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    /// <summary>Null before the first.</summary>
    public async Task<DrillEvidence?> FindAsync(CancellationToken cancellation) =>
        (await sightings.ReadAsync(Site.Secondary, cancellation)).FirstOrDefault(sighting => sighting.Name == Sighting)?.Details.GetValueOrDefault(Evidence) is { } json
            ? JsonSerializer.Deserialize(json, EvidenceJson.Default.DrillEvidence)
            : null;

    /// <summary>Null where the newest is another.</summary>
    public async Task<DrillEvidence?> FindAsync(string drill, CancellationToken cancellation) =>
        await FindAsync(cancellation) is { } newest && newest.Drill == drill ? newest : null;

    /// <summary>What another drill may be in the middle of.</summary>
    public async Task<DrillEvidence?> FindAnotherAsync(string drill, DateTimeOffset now, CancellationToken cancellation) =>
        await FindAsync(cancellation) is { EndedAt: null } newest && newest.Drill != drill && now - newest.StartedAt < Longest ? newest : null;

    public Task PutAsync(DrillEvidence evidence, DateTimeOffset at, CancellationToken cancellation) => sightings.PutAsync(
        Site.Secondary, new Sighting(Sighting, at, (Evidence, JsonSerializer.Serialize(evidence, EvidenceJson.Default.DrillEvidence))), cancellation);

    /// <summary>Of what is there now: a step that somebody has given up may still be noting what it saw.</summary>
    public async Task<DrillEvidence> ChangeAsync(string drill, DateTimeOffset at, Func<DrillEvidence, DrillEvidence> change, CancellationToken cancellation)
    {
        var changed = change(await FindAsync(drill, cancellation) ?? throw new DrillRefusedException($"{drill} is not the newest drill."));
        await PutAsync(changed, at, cancellation);
        return changed;
    }

    public Task PassAsync(DrillEvidence evidence, DateTimeOffset at, CancellationToken cancellation) =>
        sightings.PutAsync(Site.Secondary, new Sighting(Passed, at, (nameof(Drill).ToLowerInvariant(), evidence.Drill)), cancellation);
}
