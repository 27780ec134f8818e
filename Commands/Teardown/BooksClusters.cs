using PaymentDr.Aws;

namespace PaymentDr.Commands;

/// <summary>The clusters that Terraform made of the books, and RDS in their regions.</summary>
internal sealed class BooksClusters(string database, PerRegion<(AwsRegion Region, string Name)> clusters)
{
    /// <summary>For all that one region is asked at a time.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(30);

    public string Database => database;

    public AwsRegion Home => clusters.Primary.Region;

    public AwsRegion Away => clusters.Secondary.Region;

    public bool IsHome(ClusterArn cluster) => IsOf(clusters.Primary, cluster);

    /// <summary>Somebody else may have added one.</summary>
    public bool Include(ClusterArn cluster) => IsHome(cluster) || IsOf(clusters.Secondary, cluster);

    public AwsRegion RegionOf(ClusterArn cluster) => IsHome(cluster) ? Home : Away;

    /// <exception cref="Payments.UnreachableException">It was not answered, or was refused.</exception>
    public Task<T> AskAsync<T>(AwsRegion region, Func<Aws.GlobalDatabase, CancellationToken, Task<T>> ask, CancellationToken cancellation) =>
        new Reach(region.Name, Budget, Tries: 1).CallAsync(limit => ask(new Aws.GlobalDatabase(region, database), limit), cancellation);

    /// <summary>Null when there is no database.</summary>
    /// <exception cref="Payments.UnreachableException">It was not answered, or was refused.</exception>
    public Task<GlobalDatabaseState?> FindAsync(AwsRegion region, CancellationToken cancellation) =>
        AskAsync(region, (rds, limit) => rds.FindAsync(limit), cancellation);

    public static string Describe(GlobalDatabaseState? state) => state switch
    {
        null or { Members.Count: 0 } => "no member",
        { Writer: { } writer } => $"{writer.Identifier} writes, of {Named(state)}; {state.Status}",
        _ => $"nobody writes, of {Named(state)}; {state.Status}",
    };

    private static string Named(GlobalDatabaseState state) => string.Join(" and ", state.Members.Select(member => member.Cluster.Identifier).Order(StringComparer.Ordinal));

    private static bool IsOf((AwsRegion Region, string Name) side, ClusterArn cluster) => cluster.Region == side.Region.Name && cluster.Identifier == side.Name;
}
