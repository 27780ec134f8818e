using System.Xml.Linq;

namespace PaymentDr.Aws;

/// <summary>The control plane of a global database, in the region where it is asked.</summary>
public sealed class GlobalDatabase(AwsRegion region, string id)
{
    private const string Version = "2014-10-31";

    private readonly AwsClient _rds = region.Service("rds");

    /// <summary>The cluster that writes, wherever it is.</summary>
    public async Task<ClusterArn> WriterAsync(CancellationToken cancellation) => (await RolesAsync(cancellation)).Writer;

    /// <summary>Who writes, who follows, and whether that is changing now.</summary>
    public async Task<DatabaseRoles> RolesAsync(CancellationToken cancellation)
    {
        const string Operation = "DescribeGlobalClusters";
        var answer = AnswerBody.ToXml(await _rds.CallAsync(AwsRequest.Form(Operation, Version, ("GlobalClusterIdentifier", id)), cancellation), Operation);
        // A global database and each of its clusters bear the same element name; only the latter are in a list of this one.
        var lists = answer.Descendants().Where(element => element.Name.LocalName == "GlobalClusterMembers" && Value(element.Parent!, "GlobalClusterIdentifier") == id).ToArray();
        var members = lists.SelectMany(list => list.Elements()).ToLookup(member => Value(member, "IsWriter") == "true", member => new ClusterArn(Value(member, "DBClusterArn")!));
        var state = lists.SelectMany(list => list.Parent!.Elements()).SingleOrDefault(element => element.Name.LocalName == "FailoverState");

        return members[true].SingleOrDefault() is { } writer
            ? new DatabaseRoles(writer, [.. members[false]], state is not null && Value(state, "Status") is { Length: > 0 })
            : throw new InvalidOperationException($"The global database {id} has no writer.");
    }

    /// <summary>Planned, and without loss. Asked for in the region of the cluster that writes.</summary>
    public Task SwitchOverAsync(ClusterArn target, CancellationToken cancellation) => _rds.CallAsync(
        AwsRequest.Form("SwitchoverGlobalCluster", Version, ("GlobalClusterIdentifier", id), ("TargetDbClusterIdentifier", target.Value)), cancellation);

    /// <summary>Of the first user, in a cluster of this region.</summary>
    public Task SetPasswordAsync(ClusterArn cluster, string password, CancellationToken cancellation) => _rds.CallAsync(
        AwsRequest.Form(
            "ModifyDBCluster", Version, ("DBClusterIdentifier", cluster.Identifier), ("MasterUserPassword", password), ("ApplyImmediately", "true")),
        cancellation);

    private static string? Value(XElement member, string name) => member.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
}

/// <summary>What the clusters of a database are to each other.</summary>
/// <param name="AreChanging">A failover or a switchover is under way.</param>
public sealed record DatabaseRoles(ClusterArn Writer, IReadOnlyList<ClusterArn> Followers, bool AreChanging);

/// <summary>A cluster of a database: arn:aws:rds:{region}:{account}:cluster:{identifier}.</summary>
public sealed record ClusterArn(string Value)
{
    public string Region => Value.Split(':')[3];

    public string Identifier => Value.Split(':')[^1];
}
