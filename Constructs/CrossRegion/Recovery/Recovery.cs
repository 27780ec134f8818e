namespace PaymentDr;

public sealed record RecoveryInputs
{
    public required Compute Compute { get; init; }

    public required GlobalDatabase Books { get; init; }

    public required FrontDoors Doors { get; init; }

    public required ReplicatedLogin DrillKey { get; init; }

    public required PerRegion<AlertTopic> Alerts { get; init; }

    public required PerRegion<Storage> Storage { get; init; }

    public required PaySettings Pay { get; init; }

    public required DrillPlan Drills { get; init; }
}

/// <summary>
/// What moves everything when a region is lost, and back. Each region can take over by itself; the secondary decides when it does, and gives back what it
/// took. Without a door there is nobody to serve, and nothing to recover.
/// </summary>
public sealed class Recovery
{
    private readonly PerRegion<Region> _regions;
    private readonly RecoveryInputs _inputs;

    public Recovery(PerRegion<Region> regions, RecoveryInputs inputs)
    {
        (_regions, _inputs) = (regions, inputs);
        Takeovers = regions.Map(BuildTakeover);
        GivingBack = BuildGivingBack(regions.Secondary, Takeovers);
        Deciding = new Deciding(new DecidingInputs
        {
            Site = inputs.Compute.Sites.Secondary,
            Books = inputs.Books,
            Build = inputs.Doors.Build!,
            After = [Takeovers.Secondary.Failover.Machine, GivingBack.Failback.Machine, inputs.Compute.Readers.Primary, inputs.Compute.Readers.Secondary, .. inputs.Doors.Records],
        });
        Drilling = BuildDrilling(regions.Secondary);
    }

    public PerRegion<Takeover> Takeovers { get; }

    public GivingBack GivingBack { get; }

    public Deciding Deciding { get; }

    public Drilling Drilling { get; }

    private Takeover BuildTakeover(Region region) => new(new TakeoverInputs
    {
        Site = _inputs.Compute.Sites[region],
        Payments = _inputs.Compute.Payments[region],
        Books = _inputs.Books,
        Alerts = _inputs.Alerts[region],
        Doors = _inputs.Doors.Open,
        DrillKey = _inputs.DrillKey,
        Service = ServiceIn(region, _inputs.Pay.PrimaryTasks),
    });

    private GivingBack BuildGivingBack(Region region, PerRegion<Takeover> takeovers) => new(new GivingBackInputs
    {
        Site = _inputs.Compute.Sites[region],
        HomeSite = _inputs.Compute.Sites.Peer(region),
        Payments = _inputs.Compute.Payments[region],
        HomePayments = _inputs.Compute.Payments.Peer(region),
        Here = takeovers[region],
        Home = takeovers.Peer(region),
        Books = _inputs.Books,
        Alerts = _inputs.Alerts[region],
        Doors = _inputs.Doors.Open,
        DrillKey = _inputs.DrillKey,
        Service = ServiceIn(region, _inputs.Pay.SecondaryTasks),
    });

    /// <summary>Where traffic would go.</summary>
    private Drilling BuildDrilling(Region region) => new(new DrillingInputs
    {
        Site = _inputs.Compute.Sites[region],
        Door = _inputs.Doors.Open[0],
        Name = _inputs.Doors.Drill!,
        Key = _inputs.DrillKey,
        Audit = _inputs.Storage[region].Audit,
        Alerts = _inputs.Alerts[region],
        Plan = _inputs.Drills,
        After = _inputs.Doors.Records,
    });

    private (ServiceSize Size, int Fewest)? ServiceIn(Region region, int fewest) =>
        _inputs.Doors.Services is { } services && services[region].Tasks is not null ? (new ServiceSize(services[region]), fewest) : null;
}
