namespace PaymentDr;

/// <summary>What became of payments, told in both regions.</summary>
public sealed class EventBuses
{
    public EventBuses(PerRegion<Region> regions, PerRegion<EncryptionKeys> keys, EventSettings settings)
    {
        Regional = regions.Map(region => new RegionEvents(region, keys[region], settings));
        Forwarding = new EventForwarding(Regional);
        Endpoint = settings.GlobalEndpointHealthCheckArn is { } healthCheck ? new GlobalEventEndpoint(Regional, healthCheck) : null;
    }

    public PerRegion<RegionEvents> Regional { get; }

    public EventForwarding Forwarding { get; }

    /// <summary>Null where the settings ask for none.</summary>
    public GlobalEventEndpoint? Endpoint { get; }
}
