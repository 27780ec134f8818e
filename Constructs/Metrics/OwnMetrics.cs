namespace PaymentDr;

/// <summary>What the platform's own functions and services measure, each in its region.</summary>
internal static class OwnMetrics
{
    /// <summary>1 while all doors of the other region answer this one's probe.</summary>
    public static Metric PeerHealthy(this Region region) => Of(region, "PeerHealthy", Statistic.Maximum);

    /// <summary>1 while another region than the primary answers the names of customers.</summary>
    public static Metric NamesLeadElsewhere(this Region region) => Of(region, "NamesLeadElsewhere", Statistic.Minimum);

    /// <summary>1 while this region takes the probe's payments on by all its doors.</summary>
    public static Metric SyntheticPaymentTaken(this Region region) => Of(region, "SyntheticPaymentTaken", Statistic.Maximum);

    /// <summary>How old the other region's heartbeat is in this region's replica of the ledger.</summary>
    public static Metric HeartbeatAge(this Region region) => Of(region, "ReplicationHeartbeatSeconds", Statistic.Maximum);

    public static Metric Acknowledged(this Region region) => Of(region, "Acknowledged", Statistic.Sum);

    /// <summary>Payments that only one region held when callers were told.</summary>
    public static Metric AcknowledgedByOne(this Region region) => Of(region, "AcknowledgedByOne", Statistic.Sum);

    /// <summary>Payments of which callers were told that nobody knows.</summary>
    public static Metric OutcomeUnknown(this Region region) => Of(region, "OutcomeUnknown", Statistic.Sum);

    public static Metric OldestUnsettled(this Region region) => Of(region, "OldestUnsettledSeconds", Statistic.Maximum);

    public static Metric Disputed(this Region region) => Of(region, "Disputed", Statistic.Maximum);

    /// <summary>1 where debits and credits of a day are not equal.</summary>
    public static Metric Unbalanced(this Region region) => Of(region, "Unbalanced", Statistic.Maximum);

    /// <summary>1 while a no-op goes through this region's queue and books.</summary>
    public static Metric StandbyReady(this Region region) => Of(region, "StandbyReady", Statistic.Maximum, ("Site", $"{region.Site}"));

    public static Metric Settled(this Region region) => Of(region, "SettlementDone", Statistic.Sum);

    /// <summary>Messages that nobody could ever read.</summary>
    public static Metric Poison(this Region region) => Of(region, "Poison", Statistic.Sum);

    /// <summary>Payments that were settled, and the bus took no news of it.</summary>
    public static Metric EventsUntold(this Region region) => Of(region, "EventsUntold", Statistic.Sum);

    /// <summary>How often the decision came to this.</summary>
    public static Metric Verdict(this Region region, string reason) => Of(region, "Verdict", Statistic.Sum, ("Reason", reason));

    /// <summary>1 in an hour in which the next loss of a region could not be survived.</summary>
    public static Metric Unprotected(this Region region) => Of(region, "Unprotected", Statistic.Maximum);

    /// <summary>How many resources have no recent recovery point in the vault of a region.</summary>
    public static Metric BackupsMissing(this Region region, Region vault) => Of(region, "BackupsMissing", Statistic.Maximum, ("VaultRegion", vault.Code));

    /// <summary>Of the resource whose newest recovery point in the vault of a region is the oldest.</summary>
    public static Metric BackupAge(this Region region, Region vault) => Of(region, "BackupAgeSeconds", Statistic.Maximum, ("VaultRegion", vault.Code));

    /// <summary>Since the last drill that passed.</summary>
    public static Metric DrillAge(this Region region) => Of(region, "DrillAgeSeconds", Statistic.Maximum);

    /// <summary>How long a drill took until the other region answered.</summary>
    public static Metric DrillRecovery(this Region region) => Of(region, "DrillRecoverySeconds", Statistic.Maximum);

    /// <summary>1 for a drill that passed, 0 for one that did not.</summary>
    public static Metric DrillPassed(this Region region) => Of(region, "DrillPassed", Statistic.Minimum);

    private static Metric Of(Region region, string name, Statistic statistic, params (string Name, string Value)[] dimensions) =>
        new(region, region.MetricNamespace, name, statistic, dimensions);
}
