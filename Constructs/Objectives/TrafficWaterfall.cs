namespace PaymentDr;

/// <summary>From the loss of the primary until payments are taken on again for everybody who asks a resolver: the ledger of the secondary is all they need.</summary>
public static class TrafficWaterfall
{
    public static Waterfall Of(DeployedFile file, PaymentDrSettings settings)
    {
        var (terms, obstacles) = NameFailover.Of(file);
        return new()
        {
            Objective = "traffic",
            AllowedBy = "Objectives:TrafficSeconds",
            AllowedSeconds = settings.Objectives.TrafficSeconds,
            Terms = terms,
            Obstacles = obstacles,
            Settings =
            [
                ("HealthChecks:IntervalSeconds", settings.HealthChecks.IntervalSeconds),
                ("HealthChecks:Failures", settings.HealthChecks.Failures),
                ("Objectives:TrafficSeconds", settings.Objectives.TrafficSeconds),
            ],
        };
    }
}
