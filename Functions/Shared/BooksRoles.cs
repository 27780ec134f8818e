using PaymentDr.Aws;
using PaymentDr.Hosting;
using PaymentDr.Payments;

namespace PaymentDr.Functions;

/// <summary>At which site the books are written, as the global database says.</summary>
public sealed class BooksRoles(Platform platform)
{
    private readonly string _id = platform.Variables.Get("GLOBAL_DATABASE");

    public async Task<(Site Writer, bool AreMoving)> FindWriterAsync(CancellationToken cancellation)
    {
        var (database, writer) = await FindAsync(cancellation);
        return (SiteOf(writer), database.AreRolesChanging);
    }

    /// <summary>Has the books written at a site, without loss; nothing happens where they are.</summary>
    /// <param name="peer">The other region as it may be asked, because only where the writer is a switchover can be asked for.</param>
    public async Task SwitchOverAsync(Site site, Func<Task<AwsRegion>> peer, CancellationToken cancellation)
    {
        var (database, writer) = await FindAsync(cancellation);
        if (SiteOf(writer) != site)
        {
            var target = database.Members.FirstOrDefault(member => SiteOf(member.Cluster) == site)
                ?? throw new InvalidOperationException($"The global database {_id} has no cluster at {site}.");
            await In(SiteOf(writer) == platform.Site ? platform.Region : await peer()).SwitchOverAsync(target.Cluster, cancellation);
        }
    }

    private async Task<(GlobalDatabaseState Database, ClusterArn Writer)> FindAsync(CancellationToken cancellation) =>
        await In(platform.Region).FindAsync(cancellation) is { Writer: { } writer } database
            ? (database, writer)
            : throw new InvalidOperationException($"The global database {_id} has no writer.");

    private GlobalDatabase In(AwsRegion region) => new(region, _id);

    private Site SiteOf(ClusterArn cluster) =>
        cluster.Region == platform.Region.Name ? platform.Site
        : cluster.Region == platform.PeerRegion.Name ? platform.PeerSite
        : throw new InvalidOperationException($"The global database {_id} has a cluster in {cluster.Region}, which is neither region.");
}
