namespace PaymentDr;

public sealed record WatchFunctionsInputs
{
    public required FunctionSite Site { get; init; }

    /// <summary>The region's own, and the other's.</summary>
    public required SettlementQueues[] Queues { get; init; }

    /// <summary>The region's own, and the other's.</summary>
    public required RecoveryVault[] Vaults { get; init; }

    /// <summary>How many resources have a recovery point in each vault.</summary>
    public required int BackedUp { get; init; }

    public required ReplicatedLogin DrillKey { get; init; }

    /// <summary>What the probe looks at, as it reads it; null where there is no door.</summary>
    public required string? Probe { get; init; }
}

/// <summary>What looks whether everything is well.</summary>
public sealed class WatchFunctions : RegionalConstruct
{
    private const int Megabytes = 512;

    private readonly WatchFunctionsInputs _inputs;

    public WatchFunctions(WatchFunctionsInputs inputs) : base(inputs.Site.Region, "watch")
    {
        _inputs = inputs;
        Probe = inputs.Probe is { } settings ? BuildProbe(settings) : null;
        VerifyBackups = BuildVerifyBackups();
    }

    /// <summary>Null where there is no door to look at.</summary>
    public RegionFunction? Probe { get; }

    public RegionFunction VerifyBackups { get; }

    private FunctionSite Site => _inputs.Site;

    private RegionFunction BuildProbe(string settings)
    {
        var function = new RegionFunction(this, Site, new()
        {
            Name = "probe",
            Description = "Looks at everything that a decision rests on",
            Seconds = 50,
            Megabytes = Megabytes,
            Concurrency = FunctionSettings.PerSchedule,
            Variables = Site.Variables(("PROBE", settings), ("SWITCH_METRIC", TrafficSwitch.MetricOf(Region, TrafficSwitch.Traffic))),
            Statements =
            [
                .. Site.Ledger.AddIn(Region),
                .. MessageQueue.Send([.. _inputs.Queues.Select(queues => queues.Payments)]),
                .. ReplicatedLogin.Read((_inputs.DrillKey, [Region])),
                TrafficSwitch.Publish(Region, TrafficSwitch.Traffic),
            ],
        });
        _ = new Schedule(function, new ScheduleInputs { Purpose = "probe", Description = "A look at both regions", Expression = "rate(1 minute)" });
        return function;
    }

    private RegionFunction BuildVerifyBackups()
    {
        var function = new RegionFunction(this, Site, new()
        {
            Name = "verify-backups",
            Description = "Whether both vaults hold recent recovery points",
            Seconds = 60,
            Megabytes = Megabytes,
            Concurrency = FunctionSettings.PerSchedule,
            Variables = Site.Variables(
                ("BACKUP_VAULT", _inputs.Vaults[0].Vault.Name), ("PEER_BACKUP_VAULT", _inputs.Vaults[1].Vault.Name), ("BACKUP_RESOURCES", $"{_inputs.BackedUp}")),
            Statements = [RecoveryVault.Look(_inputs.Vaults)],
        });
        // When the day's backups, and their copies, have ended or were given up.
        _ = new Schedule(function, new ScheduleInputs { Purpose = "verify-backups", Description = "A look into both vaults", Expression = "cron(30 18 * * ? *)" });
        return function;
    }
}
