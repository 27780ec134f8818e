using System.Xml.Linq;
using Amazon.Runtime;

namespace PaymentDr.Aws;

/// <summary>The control plane of a global database, in the region where it is asked.</summary>
public sealed class GlobalDatabase(AwsRegion region, string id)
{
    private const string Version = "2014-10-31";

    private readonly AwsClient _rds = region.Service("rds");

    /// <summary>The cluster that writes, wherever it is.</summary>
    public async Task<ClusterArn> WriterAsync(CancellationToken cancellation) =>
        (await FindAsync(cancellation))?.Writer ?? throw new InvalidOperationException($"The global database {id} has no writer.");

    /// <summary>Null when there is none of this name.</summary>
    public async Task<GlobalDatabaseState?> FindAsync(CancellationToken cancellation)
    {
        var answer = await AskAsync("DescribeGlobalClusters", "GlobalClusterNotFoundFault", cancellation, ("GlobalClusterIdentifier", id));
        // A global database and each of its members bear the same element name; only the former has a name of its own.
        var database = answer?.Descendants().FirstOrDefault(element => Value(element, "GlobalClusterIdentifier") == id);

        return database is null ? null : new(
            Value(database, "Status") ?? "",
            Value(database, "DeletionProtection") == "true",
            [
                .. database.Elements().Where(element => element.Name.LocalName == "GlobalClusterMembers").Elements()
                    .Select(member => new GlobalDatabaseMember(new ClusterArn(Value(member, "DBClusterArn")!), Value(member, "IsWriter") == "true")),
            ])
        {
            IsChangeAnnounced = database.Elements().Any(element => element.Name.LocalName == "FailoverState" && Value(element, "Status") is { Length: > 0 }),
        };
    }

    /// <summary>Of a cluster of this region; null when there is none of this name.</summary>
    public async Task<string?> StatusOfAsync(string cluster, CancellationToken cancellation)
    {
        var answer = await AskAsync("DescribeDBClusters", "DBClusterNotFoundFault", cancellation, ("DBClusterIdentifier", cluster));

        return answer?.Descendants().FirstOrDefault(element => Value(element, "DBClusterIdentifier") == cluster) is { } found
            ? Value(found, "Status") ?? ""
            : null;
    }

    /// <summary>Of the first user, in a cluster of this region.</summary>
    public Task SetPasswordAsync(ClusterArn cluster, string password, CancellationToken cancellation) => CallAsync(
        "ModifyDBCluster", cancellation, ("DBClusterIdentifier", cluster.Identifier), ("MasterUserPassword", password), ("ApplyImmediately", "true"));

    /// <summary>Lets a follower write, and the writer, which must be in this region, follow it. Asked for here, done later.</summary>
    public Task SwitchOverAsync(ClusterArn follower, CancellationToken cancellation) =>
        CallAsync("SwitchoverGlobalCluster", cancellation, ("GlobalClusterIdentifier", id), ("TargetDbClusterIdentifier", follower.Value));

    /// <summary>Makes a follower a cluster of its own. Asked for here, done later.</summary>
    public Task RemoveAsync(ClusterArn follower, CancellationToken cancellation) =>
        CallAsync("RemoveFromGlobalCluster", cancellation, ("GlobalClusterIdentifier", id), ("DbClusterIdentifier", follower.Value));

    private async Task<XDocument?> AskAsync(string operation, string missing, CancellationToken cancellation, params (string Name, string Value)[] fields)
    {
        try
        {
            return AnswerBody.ToXml(await CallAsync(operation, cancellation, fields), operation);
        }
        catch (AmazonServiceException refusal) when (refusal.ErrorCode == missing)
        {
            return null;
        }
    }

    private Task<byte[]> CallAsync(string operation, CancellationToken cancellation, params (string Name, string Value)[] fields) =>
        _rds.CallAsync(AwsRequest.Form(operation, Version, fields), cancellation);

    private static string? Value(XElement member, string name) => member.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
}

/// <summary>What a region says of a global database.</summary>
/// <param name="IsProtected">Against its deletion.</param>
public sealed record GlobalDatabaseState(string Status, bool IsProtected, IReadOnlyList<GlobalDatabaseMember> Members)
{
    /// <summary>A failover or a switchover that RDS tells of by itself, also while it is only pending.</summary>
    public bool IsChangeAnnounced { get; init; }

    public bool AreRolesChanging => IsChangeAnnounced || Writer is null || Status is "failing-over" or "switching-over";

    /// <summary>Null while no member does.</summary>
    public ClusterArn? Writer => Members.SingleOrDefault(member => member.IsWriter)?.Cluster;
}

public sealed record GlobalDatabaseMember(ClusterArn Cluster, bool IsWriter);

/// <summary>A cluster of a database: arn:aws:rds:{region}:{account}:cluster:{identifier}.</summary>
public sealed record ClusterArn(string Value)
{
    public string Region => Value.Split(':')[3];

    public string Identifier => Value.Split(':')[^1];
}
