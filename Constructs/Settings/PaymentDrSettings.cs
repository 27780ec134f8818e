namespace PaymentDr;

/// <summary>What an environment is made of. Valid by construction: <see cref="SettingsLoader"/> is its only maker outside tests.</summary>
public sealed record PaymentDrSettings
{
    public required Naming Naming { get; init; }

    public required RegionSettings Primary { get; init; }

    public required RegionSettings Secondary { get; init; }

    public required NatGateways Nat { get; init; }

    public required ZoneSettings Zone { get; init; }

    public required DoorSettings Doors { get; init; }

    public required ApiSettings Api { get; init; }

    public required PaySettings Pay { get; init; }

    public required HealthCheckSettings HealthChecks { get; init; }

    public required ObjectiveSettings Objectives { get; init; }

    public required DrillPlan Drills { get; init; }

    public required Protection Protection { get; init; }

    public required BooksSettings Books { get; init; }

    public required StorageSettings Storage { get; init; }

    public required BackupSettings Backup { get; init; }

    public required FunctionSettings Functions { get; init; }

    public required LedgerSettings Ledger { get; init; }

    public required EventSettings Events { get; init; }

    public required AlertSettings Alerts { get; init; }

    public required ConfigSettings Config { get; init; }

    public required BackendSettings Backend { get; init; }
}
