namespace PaymentDr;

public sealed record FrontDoorsInputs
{
    public required DoorSettings Doors { get; init; }

    public required ApiSettings Api { get; init; }

    public required DnsZone Zone { get; init; }

    public required PerRegion<EncryptionKeys> Keys { get; init; }

    public required PerRegion<Storage> Storage { get; init; }

    public required PerRegion<PaymentFunctions> Functions { get; init; }
}

/// <summary>The ways in for customers: as many as the settings say.</summary>
public sealed class FrontDoors
{
    public FrontDoors(PerRegion<Region> regions, FrontDoorsInputs inputs)
    {
        ApiNames = new(inputs.Zone.NameOf("api"), inputs.Zone.NameOf("drill"), regions.Map(region => inputs.Zone.NameOf($"{Naming.Of(region.Role)}.api")));
        if (!inputs.Doors.Api)
        {
            return;
        }

        var certificates = new DoorCertificates(regions, inputs.Zone);
        Apis = regions.Map(region => new PaymentApi(region, new PaymentApiInputs
        {
            Names = ApiNames,
            Authorize = inputs.Functions[region].Authorize.Function,
            Validate = inputs.Functions[region].Validate.Function,
            Health = inputs.Functions[region].Health.Function,
            Certificate = certificates.Issued[region],
            Zone = inputs.Zone,
            Logs = inputs.Storage[region].AccessLogs,
            LogKey = inputs.Keys[region].Logs,
            Settings = inputs.Api,
        }));
    }

    public FrontDoorNames ApiNames { get; }

    /// <summary>Null where this door is closed.</summary>
    public PerRegion<PaymentApi>? Apis { get; }
}
