namespace PaymentDr.Tests.Dashboards;

/// <summary>
/// Three hours as they may go, for a picture of a dashboard: the primary is lost after one of them, with what it publishes, the secondary takes over, and
/// the primary is there again an hour later without serving anybody. The same for the same file.
/// </summary>
/// <param name="primary">Its code.</param>
internal sealed class SampleDay(string primary)
{
    public const int Minutes = 180;

    private const int Lost = 60;

    /// <summary>Names lead to the secondary.</summary>
    private const int Moved = 62;

    /// <summary>The secondary's books are promoted, and settle.</summary>
    private const int Promoted = 68;

    /// <summary>What had to wait is settled.</summary>
    private const int CaughtUp = 78;

    private const int Back = 120;

    /// <summary>The primary's books follow again.</summary>
    private const int Followed = 130;

    private const double PerMinute = 900;

    /// <summary>In alarm at the end.</summary>
    public static IReadOnlyList<string> StillInAlarm { get; } = ["traffic-moved", "unprotected"];

    /// <summary>Null where nothing is published.</summary>
    public double? Value(DashboardRow row, int minute)
    {
        var isPrimary = row.Region == primary;
        if (isPrimary && minute is >= Lost and < Back)
        {
            return null;
        }

        var noise = Noise(row.Measure, minute);
        var serves = isPrimary ? minute < Lost : minute >= Moved;
        return row.Namespace switch
        {
            "AWS/ApiGateway" or "AWS/ApplicationELB" => Door(row, isPrimary, serves, minute, noise),
            "AWS/Route53" => 1,
            "AWS/CertificateManager" => 212,
            "ECS/ContainerInsights" => isPrimary || serves ? 10 : 2,
            "AWS/RDS" => Books(row, isPrimary, minute, noise),
            "AWS/DynamoDB" => Table(row, isPrimary, minute, noise),
            "AWS/S3" => minute is >= Lost and < Back ? null : row.Name == "ReplicationLatency" ? (int)(14 + (9 * noise)) : 0,
            "AWS/SQS" => Queue(row, isPrimary, minute, noise),
            "AWS/EventBridge/Pipes" => row.Name == "EventCount" ? Rate(serves, noise) : null,
            "AWS/States" => !isPrimary && minute == Lost + 3 && row.Name == "ExecutionsStarted" && row.Label?.EndsWith("failover", StringComparison.Ordinal) == true ? 1 : null,
            "AWS/Lambda" => Function(row, isPrimary, serves, minute, noise),
            "AWS/Events" => null,
            _ => Own(row, isPrimary, serves, minute, noise),
        };
    }

    private static double? Door(DashboardRow row, bool isPrimary, bool serves, int minute, double noise)
    {
        var requests = Rate(serves, noise) / 2;
        var share = isPrimary && minute == Lost - 3 ? 0.07 : serves && minute < Moved + 2 && !isPrimary ? 0.02 : 0.0001;
        return (row.Name, row.Statistic) switch
        {
            ("5XXError", "Average") => share,
            ("5XXError" or "HTTPCode_Target_5XX_Count", _) => Math.Round(requests * share),
            ("HTTPCode_ELB_5XX_Count", _) => null,
            ("4XXError", _) => 0.008 + (0.004 * noise),
            ("Latency", _) => (int)((serves ? 190 : 120) + (40 * noise) + (minute >= Lost ? 60 : 0)),
            ("TargetResponseTime", _) => ((serves ? 0.15 : 0.09) + (0.03 * noise) + (minute >= Lost ? 0.05 : 0)),
            ("HealthyHostCount", _) => isPrimary || serves ? 10 : 2,
            ("UnHealthyHostCount", _) => 0,
            _ => Math.Round(requests),
        };
    }

    private static double? Books(DashboardRow row, bool isPrimary, int minute, double noise)
    {
        var writes = isPrimary ? minute < Lost : minute >= Promoted;
        return row.Name switch
        {
            "CPUUtilization" => (writes ? minute is >= Promoted and < CaughtUp ? 61 : 33 : 11) + (int)(6 * noise),
            "DatabaseConnections" => writes ? 42 : 6,
            _ => isPrimary ? minute >= Followed ? 70 + (int)(40 * noise) : null : minute < Lost ? 80 + (int)(60 * noise) : null,
        };
    }

    private static double? Table(DashboardRow row, bool isPrimary, int minute, double noise) => row.Name switch
    {
        "ReplicationLatency" => !isPrimary && minute is >= Lost and < Back ? null : (int)(620 + (350 * noise)),
        "WriteThrottleEvents" => !isPrimary && minute == Moved + 1 && row.Label?.Contains("ledger", StringComparison.Ordinal) == true ? 4 : null,
        _ => null,
    };

    private static double? Queue(DashboardRow row, bool isPrimary, int minute, double noise) => row.Label switch
    {
        "payments" when row.Name == "ApproximateAgeOfOldestMessage" => isPrimary ? 1 : Waited(minute),
        "payments" => isPrimary ? (int)(5 * noise) : Math.Round(Waited(minute) / 60 * PerMinute * 0.9),
        _ => 0,
    };

    private static double? Function(DashboardRow row, bool isPrimary, bool serves, int minute, double noise)
    {
        var name = row.Label!;
        var perMinute = name switch
        {
            "authorize" or "validate" => Rate(serves, noise) / 2,
            "process" => Rate(serves && (isPrimary || minute >= Promoted), noise) / 8,
            "health" => 18,
            "probe" or "decide" => 1,
            "reconcile" => minute % 5 == 0 ? 1 : null,
            _ => (double?)null,
        };
        return row.Name switch
        {
            "Errors" => perMinute is null ? null : name == "process" && !isPrimary && minute is >= Moved and < Promoted ? 3 : 0,
            "Throttles" => perMinute is null ? null : 0,
            "Invocations" => perMinute is { } count ? Math.Round(count) : null,
            "Duration" => perMinute is null ? null : (int)((name.Length * 23) + (30 * noise) + (name == "validate" && !isPrimary && minute is >= Lost and < Back ? 480 : 0)),
            _ => perMinute is null ? null : Math.Max(1, Math.Round(perMinute.Value / 60)),
        };
    }

    private static double? Own(DashboardRow row, bool isPrimary, bool serves, int minute, double noise)
    {
        var isAlone = !isPrimary && minute is >= Lost and < Back;
        return row.Name switch
        {
            "Acknowledged" => Math.Round(Rate(serves, noise)),
            "AcknowledgedByOne" => isAlone ? Math.Round(Rate(serves, noise)) : 0,
            "OutcomeUnknown" => minute is >= Lost and < Moved + 3 && !isPrimary ? 7 : 0,
            "SettlementDone" => Settled(isPrimary, minute, noise),
            "OldestUnsettledSeconds" => isPrimary ? 2 : 2 + Waited(minute),
            "PeerHealthy" => isAlone ? 0 : 1,
            "NamesLeadElsewhere" => minute >= Moved ? 1 : 0,
            "SyntheticPaymentTaken" => 1,
            "ReplicationHeartbeatSeconds" => isAlone ? (minute - Lost + 1) * 60 : (int)(20 + (45 * noise)),
            "StandbyReady" => isPrimary ? minute is >= Back and < Followed ? 0 : 1 : minute is >= Lost and < Promoted ? 0 : 1,
            "Unprotected" => minute < (isPrimary ? Back : Lost) ? 0 : 1,
            "BackupsMissing" => 0,
            "BackupAgeSeconds" => 21_600,
            "DrillAgeSeconds" => (9 * 86_400) + (minute * 60),
            "DrillRecoverySeconds" or "DrillPassed" => null,
            "Verdict" => row.Dimensions["Reason"] == Reason(minute) ? 1 : null,
            _ => 0,
        };
    }

    private static double Settled(bool isPrimary, int minute, double noise) => isPrimary
        ? Rate(minute < Lost, noise)
        : minute < Promoted ? minute < Lost ? 1 : 0 : Rate(true, noise) * (minute < CaughtUp ? 1.6 : 1);

    private static double Waited(int minute) => minute switch
    {
        < Moved => 1,
        < Promoted => (minute - Moved) * 60,
        < CaughtUp => (CaughtUp - minute) * 36,
        _ => 1,
    };

    private static string Reason(int minute) => minute switch
    {
        < Lost => "healthy",
        < Lost + 3 => "not-long-enough",
        Lost + 3 => "primary-lost",
        < Promoted => "already-running",
        _ => "already-moved",
    };

    /// <summary>Of payments a minute: the probe's own, where nobody else is.</summary>
    private static double Rate(bool serves, double noise) => serves ? Math.Round(PerMinute * (0.94 + (0.12 * noise))) : 1;

    /// <summary>From 0 to 1, the same for the same line and minute.</summary>
    private static double Noise(string line, int minute)
    {
        var hash = 2166136261u;
        foreach (var letter in $"{line}/{minute}")
        {
            hash = (hash ^ letter) * 16777619u;
        }

        hash ^= hash >> 13;
        hash *= 0x5bd1e995u;
        return (hash >> 8 & 0xffff) / 65536.0;
    }
}
