namespace PaymentDr;

/// <summary>A bus in each region, with what leads from one to the other and, where somebody asks for it, to both.</summary>
public sealed class Events
{
    public Events(PerRegion<Region> regions, PerRegion<EncryptionKeys> keys, EventSettings settings)
    {
        Sides = regions.Map(region => new RegionEvents(region, keys[region], settings));
        _ = new EventForwarding(Sides);
        Endpoint = settings.GlobalEndpointHealthCheckArn is { } healthCheck ? new GlobalEventEndpoint(Sides, healthCheck) : null;
    }

    public PerRegion<RegionEvents> Sides { get; }

    /// <summary>Null where no health check is named.</summary>
    public GlobalEventEndpoint? Endpoint { get; }
}
