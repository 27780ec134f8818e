using System.Text.Json.Nodes;
using PaymentDr.Tests.Permissions;

namespace PaymentDr.Tests.Laws;

/// <summary>
/// One way from a bucket to its twin, and everything that has to hold for an object to arrive there. S3 checks next to none of it when
/// it is configured, and says nothing when it fails.
/// </summary>
internal sealed class Replication
{
    private readonly SynthesizedStack _stack;
    private readonly Element _configuration;
    private readonly JsonObject _rule;
    private readonly JsonObject _destination;

    private Replication(SynthesizedStack stack, Element configuration)
    {
        (_stack, _configuration) = (stack, configuration);
        _rule = configuration.Body["rule"]!.AsArray().Single()!.AsObject();
        _destination = _rule["destination"]!.AsObject();
        Source = stack.Referenced(configuration.Text("bucket")!);
        Target = stack.Referenced(_destination["bucket"]!.GetValue<string>());
        Role = stack.Referenced(configuration.Text("role")!);
    }

    public Element Source { get; }

    public Element Target { get; }

    public Element Role { get; }

    public static IEnumerable<Replication> Of(SynthesizedStack stack) =>
        stack.Elements.Where(element => element.Type == "aws_s3_bucket_replication_configuration").Select(element => new Replication(stack, element));

    public IEnumerable<string> Complaints() => RuleComplaints().Concat(PlaceComplaints()).Concat(VersioningComplaints()).Concat(PermissionComplaints())
        .Select(complaint => $"{_configuration}: {complaint}");

    private IEnumerable<string> RuleComplaints()
    {
        string[][] switches =
        [
            ["status"], ["delete_marker_replication", "status"], ["source_selection_criteria", "sse_kms_encrypted_objects", "status"],
            ["source_selection_criteria", "replica_modifications", "status"], ["destination", "metrics", "status"], ["destination", "replication_time", "status"],
        ];
        foreach (var path in switches.Where(path => path.Aggregate((JsonNode?)_rule, (node, name) => node?[name])?.GetValue<string>() != "Enabled"))
        {
            yield return $"{string.Join('/', path)} is not Enabled";
        }

        if (_rule["filter"]?.ToJsonString() != """{"prefix":""}""")
        {
            yield return "the filter does not say everything";
        }
    }

    private IEnumerable<string> PlaceComplaints()
    {
        if (_stack.RegionOf(Source) == _stack.RegionOf(Target))
        {
            yield return "the twin is in the same region";
        }

        if (ReplicaKey is null)
        {
            yield return "replicas have no key";
        }
        else if (_stack.RegionOf(ReplicaKey) != _stack.RegionOf(Target))
        {
            yield return $"replicas are to be encrypted by {ReplicaKey}, which is not in their region";
        }
        else if (ReplicaKey != KeyOf(Target))
        {
            yield return $"replicas are to be encrypted by {ReplicaKey}, and the twin's own objects by {KeyOf(Target)?.ToString() ?? "no key of ours"}";
        }
    }

    private IEnumerable<string> VersioningComplaints()
    {
        foreach (var bucket in new[] { Source, Target })
        {
            var versioning = Beside(bucket, "aws_s3_bucket_versioning");
            if (versioning?.Body["versioning_configuration"]?["status"]?.GetValue<string>() != "Enabled")
            {
                yield return $"{bucket} is not versioned";
            }
            else if (!WaitsFor(versioning))
            {
                yield return $"it does not wait for {versioning}";
            }
        }
    }

    private IEnumerable<string> PermissionComplaints()
    {
        foreach (var policy in _stack.Elements.Where(element => element.Type == "aws_iam_role_policy" && element.Text("role") == Reference(Role, "id") && !WaitsFor(element)))
        {
            yield return $"it does not wait for {policy}";
        }

        var policies = Policies.Of(_stack);
        foreach (var call in DefinedCalls.Of(_stack, _configuration).Where(call => !policies.Allow(call)))
        {
            yield return $"refused is {call}";
        }
    }

    private bool WaitsFor(Element element) => _configuration.Body["depends_on"]?.AsArray().Any(item => item!.GetValue<string>() == element.Address) is true;

    private Element? ReplicaKey => OurKey(_destination["encryption_configuration"]?["replica_kms_key_id"]);

    private Element? KeyOf(Element bucket) => OurKey(Beside(bucket, "aws_s3_bucket_server_side_encryption_configuration")
        ?.Body["rule"]?[0]?["apply_server_side_encryption_by_default"]?["kms_master_key_id"]);

    private Element? OurKey(JsonNode? argument) =>
        argument?.GetValue<string>() is { } key && key.StartsWith("${aws_kms_key.", StringComparison.Ordinal) ? _stack.Referenced(key) : null;

    /// <summary>What configures a bucket beside it.</summary>
    private Element? Beside(Element bucket, string type) =>
        _stack.Elements.SingleOrDefault(element => element.Type == type && element.Text("bucket") == Reference(bucket, "id"));

    private static string Reference(Element element, string attribute) => $"${{{element.Address}.{attribute}}}";
}
