using PaymentDr.Aws;
using PaymentDr.Payments;

namespace PaymentDr.Functions;

/// <summary>Where traffic is to go, as the workflows of the secondary have decided; the probe tells Route 53 so again every minute.</summary>
public sealed class TrafficSwitch(Sightings sightings)
{
    public const string Sighting = "switch";
    public const string LeadsToSecondary = "leadsToSecondary";

    public Task LeadAsync(bool toSecondary, DateTimeOffset at, CancellationToken cancellation) =>
        sightings.PutAsync(Site.Secondary, new Sighting(Sighting, at, (LeadsToSecondary, toSecondary.ToString())), cancellation);

    public async Task<bool> HasMovedAsync(CancellationToken cancellation) => HasMoved(await sightings.ReadAsync(Site.Secondary, cancellation));

    public static bool HasMoved(IReadOnlyList<Sighting> seen) => seen.FirstOrDefault(sighting => sighting.Name == Sighting)?.Is(LeadsToSecondary) is true;
}
