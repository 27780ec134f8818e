using PaymentDr.Aws;
using PaymentDr.Hosting;

namespace PaymentDr.Functions;

/// <summary>The cluster that writes, wherever it is, as the admin and as the application see it.</summary>
public sealed class Writer(Platform platform)
{
    private readonly GlobalDatabase _global = new(platform.Region, platform.Variables.Get("GLOBAL_DATABASE"));

    public Task<ClusterArn> FindAsync(CancellationToken cancellation) => _global.WriterAsync(cancellation);

    /// <param name="secret">The arn of a secret in this region; its replica has the same in the other.</param>
    public Database Open(ClusterArn cluster, string secret) =>
        new(DataApiClient.In(platform.In(cluster.Region)), cluster.Value, InRegion(secret, cluster.Region), platform.DatabaseName);

    /// <summary>A password can only be set where the cluster is.</summary>
    public Task SetAdminPasswordAsync(ClusterArn cluster, string password, CancellationToken cancellation) =>
        new GlobalDatabase(platform.In(cluster.Region), platform.Variables.Get("GLOBAL_DATABASE")).SetPasswordAsync(cluster, password, cancellation);

    /// <summary>arn:aws:secretsmanager:{region}:{account}:secret:{name}.</summary>
    private static string InRegion(string secret, string region)
    {
        var parts = secret.Split(':');
        parts[3] = region;
        return string.Join(':', parts);
    }
}
