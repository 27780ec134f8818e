using HashiCorp.Cdktf.Providers.Aws.DbParameterGroup;
using HashiCorp.Cdktf.Providers.Aws.RdsClusterParameterGroup;

namespace PaymentDr;

/// <summary>How the database engine runs: groups of our own, because those of AWS cannot be changed, and another group takes a restart.</summary>
public sealed class BooksParameters : RegionalConstruct
{
    public BooksParameters(RegionalConstruct parent, string engineVersion) : base(parent, "parameters")
    {
        var major = engineVersion.Split('.')[0];
        var family = $"aurora-postgresql{major}";
        // In their names too: an upgrade needs the new ones beside the old ones.
        var lifecycle = new TerraformResourceLifecycle { CreateBeforeDestroy = true };

        Cluster = new RdsClusterParameterGroup(this, "cluster", new RdsClusterParameterGroupConfig
        {
            Provider = Region.Provider,
            Name = Region.NameFor("parameters", $"books-cluster-{major}"),
            Family = family,
            Description = "The books: no connection without TLS",
            Parameter = new[] { new RdsClusterParameterGroupParameter { Name = "rds.force_ssl", Value = "1" } },
            Lifecycle = lifecycle,
        });
        Instance = new DbParameterGroup(this, "instance", new DbParameterGroupConfig
        {
            Provider = Region.Provider,
            Name = Region.NameFor("parameters", $"books-instance-{major}"),
            Family = family,
            Description = "The books: as AWS sets them",
            Lifecycle = lifecycle,
        });
    }

    public RdsClusterParameterGroup Cluster { get; }

    public DbParameterGroup Instance { get; }
}
