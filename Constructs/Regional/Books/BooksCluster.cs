using HashiCorp.Cdktf.Providers.Aws.DbSubnetGroup;
using HashiCorp.Cdktf.Providers.Aws.RdsCluster;
using HashiCorp.Cdktf.Providers.Aws.RdsClusterInstance;
using HashiCorp.Cdktf.Providers.Aws.RdsGlobalCluster;

namespace PaymentDr;

/// <summary>Who administers the books from their first moment.</summary>
/// <param name="Password">An expression, for a write-only argument.</param>
/// <param name="PasswordVersion">The password is sent again only when this changes.</param>
public sealed record BooksAdmin(string Username, string Password, int PasswordVersion);

public sealed record BooksClusterInputs
{
    public required RdsGlobalCluster Database { get; init; }

    /// <summary>Null where the cluster follows another, and has that one's users.</summary>
    public BooksAdmin? Admin { get; init; }

    /// <summary>The cluster whose data this one receives; null for the one that the database begins with.</summary>
    public BooksCluster? Follows { get; init; }

    public required Network Network { get; init; }

    public required EncryptionKeys Keys { get; init; }

    public required BooksSettings Settings { get; init; }

    public required Protection Protection { get; init; }
}

/// <summary>A region's part of the books: a cluster that writes or follows, ready for either.</summary>
public sealed class BooksCluster : RegionalConstruct
{
    private const string Log = "postgresql";

    /// <summary>Of what statements cost. The most that is free.</summary>
    private const int InsightRetentionDays = 7;

    /// <summary>
    /// They change with the roles of the regions, and with an upgrade, which begins at the global database. Taken for drift, a plan would
    /// promote a follower, or detach it.
    /// </summary>
    private static readonly string[] ChangedByRoles = ["replication_source_identifier", "global_cluster_identifier", "engine_version"];

    private static readonly string[] ChangedByUpgrades = ["engine_version"];

    private readonly BooksClusterInputs _inputs;
    private readonly bool _isGuarded;

    public BooksCluster(Region region, BooksClusterInputs inputs) : base(region, "books")
    {
        (_inputs, _isGuarded) = (inputs, inputs.Protection is Protection.Guarded);
        var parameters = new BooksParameters(this, inputs.Settings.EngineVersion);
        var monitoring = new BooksMonitoring(this);

        Cluster = BuildCluster(parameters);
        Instances = [.. Enumerable.Range(0, inputs.Settings.Instances).Select(number => BuildInstance(number, parameters, monitoring.Role))];
    }

    public RdsCluster Cluster { get; }

    public IReadOnlyList<RdsClusterInstance> Instances { get; }

    /// <summary>
    /// Where this cluster writes, whenever it does. AWS names it only while the cluster is the writer, and the one for readers always:
    /// they differ in one word.
    /// </summary>
    public string WriterEndpoint => Fn.Replace(Cluster.ReaderEndpoint, ".cluster-ro-", ".cluster-");

    private RdsCluster BuildCluster(BooksParameters parameters)
    {
        var name = Region.NameFor("cluster", "books");
        var subnets = new DbSubnetGroup(this, "subnets", new DbSubnetGroupConfig
        {
            Provider = Region.Provider,
            Name = Region.NameFor("subnets", "books"),
            Description = "The books: private subnets",
            SubnetIds = [.. _inputs.Network.Private.Subnets.Select(place => place.Subnet.Id)],
        });
        // First, under the name that RDS writes to: or it would make one.
        var log = LogGroup.Declare(this, "log", $"/aws/rds/cluster/{name}/{Log}", _inputs.Keys.Logs);

        return new RdsCluster(this, "cluster", new RdsClusterConfig
        {
            Provider = Region.Provider,
            ClusterIdentifier = name,
            GlobalClusterIdentifier = _inputs.Database.Id,
            Engine = _inputs.Database.Engine,
            EngineVersion = _inputs.Database.EngineVersion,
            DatabaseName = _inputs.Follows is null ? _inputs.Database.DatabaseName : null,
            MasterUsername = _inputs.Admin?.Username,
            MasterPasswordWo = _inputs.Admin?.Password,
            MasterPasswordWoVersion = _inputs.Admin?.PasswordVersion,
            SourceRegion = _inputs.Follows?.Region.Code,
            DbSubnetGroupName = subnets.Name,
            VpcSecurityGroupIds = [_inputs.Network.Access.Database.Id],
            DbClusterParameterGroupName = parameters.Cluster.Name,
            // The Data API, the only way in. AWS answers it where the cluster writes; it is on in both, because their roles change.
            EnableHttpEndpoint = true,
            EnabledCloudwatchLogsExports = [Log],
            BackupRetentionPeriod = _inputs.Settings.RetentionDays,
            CopyTagsToSnapshot = true,
            StorageEncrypted = true,
            KmsKeyId = _inputs.Keys.Data.Key.Arn,
            DeletionProtection = _isGuarded,
            DeleteAutomatedBackups = !_isGuarded,
            SkipFinalSnapshot = !_isGuarded,
            FinalSnapshotIdentifier = _isGuarded ? Region.NameFor("snapshot", "books") : null,
            Lifecycle = _inputs.Protection.Lifecycle(ChangedByRoles),
            // A cluster without instances has nothing to follow yet.
            DependsOn = [log, .. _inputs.Follows?.Instances ?? []],
        });
    }

    private RdsClusterInstance BuildInstance(int number, BooksParameters parameters, ServiceRole monitor) => new(this, $"instance-{number}", new RdsClusterInstanceConfig
    {
        Provider = Region.Provider,
        Identifier = Region.NameFor("instance", $"books-{number}"),
        ClusterIdentifier = Cluster.Id,
        Engine = Cluster.Engine,
        EngineVersion = Cluster.EngineVersion,
        InstanceClass = _inputs.Settings.InstanceClass,
        DbSubnetGroupName = Cluster.DbSubnetGroupName,
        DbParameterGroupName = parameters.Instance.Name,
        PubliclyAccessible = false,
        PromotionTier = number,
        // Both regions change their version together, on purpose.
        AutoMinorVersionUpgrade = false,
        CopyTagsToSnapshot = true,
        MonitoringInterval = BooksMonitoring.IntervalSeconds,
        MonitoringRoleArn = monitor.Role.Arn,
        PerformanceInsightsEnabled = true,
        PerformanceInsightsRetentionPeriod = InsightRetentionDays,
        PerformanceInsightsKmsKeyId = _inputs.Keys.Data.Key.Arn,
        // AWS protects a cluster, and not its instances: they would be gone before it refuses.
        Lifecycle = _inputs.Protection.Lifecycle(ChangedByUpgrades),
        DependsOn = [.. monitor.Permissions],
    });
}
