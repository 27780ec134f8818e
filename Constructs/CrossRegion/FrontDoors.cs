namespace PaymentDr;

public sealed record FrontDoorsInputs
{
    public required PaymentDrSettings Settings { get; init; }

    public required DnsZone Zone { get; init; }

    public required PerRegion<Network> Networks { get; init; }

    public required PerRegion<EncryptionKeys> Keys { get; init; }

    public required PerRegion<Storage> Storage { get; init; }

    public required Compute Compute { get; init; }
}

/// <summary>The ways in for customers: as many as the settings say, once their names can be proved.</summary>
public sealed class FrontDoors
{
    private readonly PerRegion<Region> _regions;
    private readonly FrontDoorsInputs _inputs;

    public FrontDoors(PerRegion<Region> regions, FrontDoorsInputs inputs)
    {
        (_regions, _inputs) = (regions, inputs);
        if (!inputs.Settings.Zone.IsDelegated)
        {
            return;
        }

        var certificates = new DoorCertificates(regions, inputs.Zone);
        if (inputs.Settings.Doors.Api)
        {
            BuildApis(certificates);
        }

        if (inputs.Settings.Doors.Pay)
        {
            BuildServices(certificates);
        }
    }

    /// <summary>Null where this door is closed.</summary>
    public PerRegion<PaymentApi>? Apis { get; private set; }

    /// <summary>Null where this door is closed.</summary>
    public PerRegion<PayDoor>? Services { get; private set; }

    /// <summary>The names by which payments are taken on.</summary>
    public IReadOnlyList<FrontDoorNames> Open { get; private set; } = [];

    /// <summary>What the first open door names as its build, in both regions; null where none is open.</summary>
    public string? Build { get; private set; }

    private PaymentDrSettings Settings => _inputs.Settings;

    private void BuildApis(DoorCertificates certificates)
    {
        var names = NamesOf("api");
        Apis = _regions.Map(region => new PaymentApi(region, new PaymentApiInputs
        {
            Names = names,
            Drill = _inputs.Zone.NameOf("drill"),
            Authorize = _inputs.Compute.Payments[region].Authorize.Function,
            Validate = _inputs.Compute.Payments[region].Validate.Function,
            Health = _inputs.Compute.Payments[region].Health.Function,
            Certificate = certificates.Issued[region],
            Zone = _inputs.Zone,
            Logs = _inputs.Storage[region].AccessLogs,
            LogKey = _inputs.Keys[region].Logs,
            Settings = Settings.Api,
            RequestsPerAddress = Settings.Doors.RequestsPerAddress,
        }));
        Serve("api", names, _inputs.Compute.Sites.Primary.Code.Build, Apis.Map<RegionalConstruct>(api => api));
    }

    private void BuildServices(DoorCertificates certificates)
    {
        var names = NamesOf("pay");
        var fewest = new PerRegion<int>(Settings.Pay.PrimaryTasks, Settings.Pay.SecondaryTasks);
        var validate = _inputs.Compute.Payments.Map(functions => functions.Validate);
        Services = _regions.Map(region => new PayDoor(new PayDoorInputs
        {
            Site = _inputs.Compute.Sites[region],
            Network = _inputs.Networks[region],
            Storage = _inputs.Storage[region],
            Queues = _inputs.Compute.Queues[region],
            Validate = (validate[region], validate.Peer(region)),
            Certificate = certificates.Issued[region],
            Names = names,
            Zone = _inputs.Zone,
            Fewest = fewest[region],
            Settings = Settings.Pay,
            RequestsPerAddress = Settings.Doors.RequestsPerAddress,
        }));
        if (Settings.Pay.Build is { } build)
        {
            _regions.Each(region => Admit(Services[region], Services.Peer(region), validate[region]));
            Serve("pay", names, build, Services.Map<RegionalConstruct>(service => service));
        }
    }

    /// <summary>A region's validation is asked by the services of both, and by nobody else who is not its own API.</summary>
    private static void Admit(PayDoor own, PayDoor peer, RegionFunction validate)
    {
        validate.Admit(own.Tasks!.Role, own.Tasks.Service, "AskedByItsService");
        validate.Admit(peer.Tasks!.Role, peer.Tasks.Service, "AskedByThePeersService");
    }

    private FrontDoorNames NamesOf(string door) =>
        new(_inputs.Zone.NameOf(door), _regions.Map(region => _inputs.Zone.NameOf($"{Naming.Of(region.Role)}.{door}")));

    /// <summary>From here on it is looked at.</summary>
    private void Serve(string door, FrontDoorNames names, string build, PerRegion<RegionalConstruct> sides)
    {
        Open = [.. Open, names];
        Build ??= build;
        sides.Each(side => _ = new DoorHealth(side, door, names.Regional[side.Region], Settings.HealthChecks));
    }
}
