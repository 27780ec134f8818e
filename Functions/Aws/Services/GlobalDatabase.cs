using System.Xml.Linq;

namespace PaymentDr.Aws;

/// <summary>The control plane of a global database, in the region where it is asked.</summary>
public sealed class GlobalDatabase(AwsRegion region, string id)
{
    private const string Version = "2014-10-31";

    private readonly AwsClient _rds = region.Service("rds");

    /// <summary>The cluster that writes, wherever it is.</summary>
    public async Task<ClusterArn> WriterAsync(CancellationToken cancellation)
    {
        const string Operation = "DescribeGlobalClusters";
        var answer = AnswerBody.ToXml(await _rds.CallAsync(AwsRequest.Form(Operation, Version, ("GlobalClusterIdentifier", id)), cancellation), Operation);
        // A global database and each of its clusters bear the same element name; only the latter are in a list of this one.
        var writer = answer.Descendants().Where(element => element.Name.LocalName == "GlobalClusterMembers" && Value(element.Parent!, "GlobalClusterIdentifier") == id)
            .SelectMany(members => members.Elements())
            .SingleOrDefault(member => Value(member, "IsWriter") == "true");

        return writer is not null ? new ClusterArn(Value(writer, "DBClusterArn")!) : throw new InvalidOperationException($"The global database {id} has no writer.");
    }

    /// <summary>Of the first user, in a cluster of this region.</summary>
    public Task SetPasswordAsync(ClusterArn cluster, string password, CancellationToken cancellation) => _rds.CallAsync(
        AwsRequest.Form(
            "ModifyDBCluster", Version, ("DBClusterIdentifier", cluster.Identifier), ("MasterUserPassword", password), ("ApplyImmediately", "true")),
        cancellation);

    private static string? Value(XElement member, string name) => member.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
}

/// <summary>A cluster of a database: arn:aws:rds:{region}:{account}:cluster:{identifier}.</summary>
public sealed record ClusterArn(string Value)
{
    public string Region => Value.Split(':')[3];

    public string Identifier => Value.Split(':')[^1];
}
