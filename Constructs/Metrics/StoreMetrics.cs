namespace PaymentDr;

/// <summary>What is published of what holds data: by DynamoDB, RDS and S3.</summary>
internal static class StoreMetrics
{
    /// <summary>Published only where there was one.</summary>
    public static Metric ReadThrottles(this GlobalTable table, Region region) => Of(table, region, "ReadThrottleEvents", Statistic.Sum);

    /// <summary>Published only where there was one.</summary>
    public static Metric WriteThrottles(this GlobalTable table, Region region) => Of(table, region, "WriteThrottleEvents", Statistic.Sum);

    /// <summary>In milliseconds, from this region to the other one. It is published where items come from, and falls silent with replication itself.</summary>
    public static Metric ReplicationLatency(this GlobalTable table, Region from, Region to) => new(
        from, "AWS/DynamoDB", "ReplicationLatency", Statistic.Average, ("TableName", table.Table.Name), ("ReceivingRegion", to.Code));

    /// <summary>In milliseconds. Published where the books follow others, and so nowhere but there.</summary>
    public static Metric Lag(this BooksCluster books) => Of(books, "AuroraGlobalDBReplicationLag", Statistic.Maximum);

    /// <summary>In percent, of the busiest instance.</summary>
    public static Metric Cpu(this BooksCluster books) => Of(books, "CPUUtilization", Statistic.Maximum);

    public static Metric Connections(this BooksCluster books) => Of(books, "DatabaseConnections", Statistic.Sum);

    /// <summary>In seconds, of the object that has waited longest. S3 publishes it where copies arrive.</summary>
    public static Metric CopyLatency(this DataBucket source, DataBucket target) => Copies(source, target, target.Region, "ReplicationLatency", Statistic.Maximum);

    /// <summary>S3 publishes it where objects come from.</summary>
    public static Metric CopyFailures(this DataBucket source, DataBucket target) => Copies(source, target, source.Region, "OperationsFailedReplication", Statistic.Sum);

    private static Metric Of(GlobalTable table, Region region, string name, Statistic statistic) =>
        new(region, "AWS/DynamoDB", name, statistic, ("TableName", table.Table.Name));

    private static Metric Of(BooksCluster books, string name, Statistic statistic) =>
        new(books.Region, "AWS/RDS", name, statistic, ("DBClusterIdentifier", books.Cluster.ClusterIdentifier));

    private static Metric Copies(DataBucket source, DataBucket target, Region region, string name, Statistic statistic) => new(
        region, "AWS/S3", name, statistic, ("SourceBucket", source.Bucket.Id), ("DestinationBucket", target.Bucket.Id), ("RuleId", source.Purpose));
}
