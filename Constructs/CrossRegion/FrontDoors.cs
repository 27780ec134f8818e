using HashiCorp.Cdktf.Providers.Aws.AcmCertificateValidation;
using HashiCorp.Cdktf.Providers.Aws.Route53HealthCheck;

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
        Certificates = certificates.Issued;
        OpenDoor?[] doors =
        [
            inputs.Settings.Doors.Api ? BuildApis(certificates) : null,
            inputs.Settings.Doors.Pay ? BuildServices(certificates) : null,
        ];
        Publish([.. doors.OfType<OpenDoor>()]);
    }

    /// <summary>Null where this door is closed.</summary>
    public PerRegion<PaymentApi>? Apis { get; private set; }

    /// <summary>Null where this door is closed.</summary>
    public PerRegion<PayDoor>? Services { get; private set; }

    /// <summary>Null where the zone cannot prove any yet.</summary>
    public PerRegion<AcmCertificateValidation>? Certificates { get; private set; }

    /// <summary>The names by which payments are taken on.</summary>
    public IReadOnlyList<FrontDoorNames> Open { get; private set; } = [];

    /// <summary>The name by which only drills come in; null where no door is open.</summary>
    public string? Drill { get; private set; }

    /// <summary>What the first open door names as its build, in both regions; null where none is open.</summary>
    public string? Build { get; private set; }

    /// <summary>What Route 53 thinks of each open door, in both regions.</summary>
    public IReadOnlyList<PerRegion<DoorHealth>> Health { get; private set; } = [];

    /// <summary>By which the names lead to one region or the other. What moves traffic, or asks who answers, waits for them.</summary>
    public IReadOnlyList<ITerraformDependable> Records { get; private set; } = [];

    private PaymentDrSettings Settings => _inputs.Settings;

    private OpenDoor BuildApis(DoorCertificates certificates)
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
        return new()
        {
            Purpose = "api",
            Names = names,
            Build = _inputs.Compute.Sites.Primary.Code.Build,
            Sides = Apis.Map<RegionalConstruct>(api => api),
            Targets = Apis.Map(api => api.Failover.Target),
            DrillTargets = Apis.Map(api => api.Drill.Target),
        };
    }

    /// <summary>Null as long as there is no image: then nobody would answer.</summary>
    private OpenDoor? BuildServices(DoorCertificates certificates)
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
        if (Settings.Pay.Build is not { } build)
        {
            return null;
        }

        _regions.Each(region => Admit(Services[region], Services.Peer(region), validate[region]));
        var targets = Services.Map(service => service.Balancer.Target);
        return new()
        {
            Purpose = "pay",
            Names = names,
            Build = build,
            Sides = Services.Map<RegionalConstruct>(service => service),
            Targets = targets,
            // A balancer asks for no name.
            DrillTargets = targets,
        };
    }

    /// <summary>A region's validation is asked by the services of both, and by nobody else who is not its own API.</summary>
    private static void Admit(PayDoor own, PayDoor peer, RegionFunction validate)
    {
        validate.Admit(own.Tasks!.Role, own.Tasks.Service, "AskedByItsService");
        validate.Admit(peer.Tasks!.Role, peer.Tasks.Service, "AskedByThePeersService");
    }

    private FrontDoorNames NamesOf(string door) =>
        new(_inputs.Zone.NameOf(door), _regions.Map(region => _inputs.Zone.NameOf($"{Naming.Of(region.Role)}.{door}")));

    /// <summary>From here on they are looked at, and customers are led to them. A drill leads its own name elsewhere, and theirs nowhere.</summary>
    private void Publish(IReadOnlyList<OpenDoor> doors)
    {
        if (doors.Count == 0)
        {
            return;
        }

        (Open, Drill, Build) = ([.. doors.Select(door => door.Names)], _inputs.Zone.NameOf("drill"), doors[0].Build);
        Health = [.. doors.Select(LookAt)];
        var traffic = new TrafficSwitch(_regions.Secondary, TrafficSwitch.Traffic);
        FailoverPair[] pairs =
        [
            .. doors.Select((door, place) => Lead(door.Purpose, door.Names.Customers, door.Targets, Health[place].Primary.Check, traffic)),
            Lead("drill", Drill, doors[0].DrillTargets, Health[0].Primary.Check, new TrafficSwitch(_regions.Secondary, TrafficSwitch.Drill)),
        ];
        Records = [.. pairs.SelectMany(pair => pair.Records)];
    }

    /// <summary>In both regions; where customers are led is a question of the primary's.</summary>
    private PerRegion<DoorHealth> LookAt(OpenDoor door) =>
        door.Sides.Map(side => new DoorHealth(side, door.Purpose, door.Names.Regional[side.Region], Settings.HealthChecks));

    private FailoverPair Lead(string purpose, string name, PerRegion<AliasTarget> targets, Route53HealthCheck health, TrafficSwitch @switch) =>
        new(_regions, purpose, new() { Name = name, Zone = _inputs.Zone, Targets = targets, Health = health, Switch = @switch });

    /// <summary>A door by which payments are taken on.</summary>
    private sealed record OpenDoor
    {
        public required string Purpose { get; init; }

        public required FrontDoorNames Names { get; init; }

        public required string Build { get; init; }

        public required PerRegion<RegionalConstruct> Sides { get; init; }

        /// <summary>To where customers are led.</summary>
        public required PerRegion<AliasTarget> Targets { get; init; }

        /// <summary>To where drills are led, if no door comes before this one.</summary>
        public required PerRegion<AliasTarget> DrillTargets { get; init; }
    }
}
