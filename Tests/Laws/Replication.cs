using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Laws;

/// <summary>
/// One way from a bucket to its twin, and everything that has to hold for an object to arrive there. S3 checks next to none of it when
/// it is configured, and says nothing when it fails.
/// </summary>
internal sealed class Replication
{
    private const string AnyObject = "/2026/11/21/object";

    private static readonly Dictionary<string, string> OverTls = new() { ["aws:SecureTransport"] = "true", ["s3:TlsVersion"] = "1.3" };

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
        if (!Statements(Role, "assume_role_policy").Any(IsAssumedByS3))
        {
            yield return $"S3 may not assume {Role}";
        }

        var policies = _stack.Elements.Where(element => element.Type == "aws_iam_role_policy" && element.Text("role") == Reference(Role, "id")).ToArray();
        foreach (var policy in policies.Where(policy => !WaitsFor(policy)))
        {
            yield return $"it does not wait for {policy}";
        }

        var permitted = new PolicyStatements(policies.SelectMany(policy => Statements(policy, "policy")));
        foreach (var need in Needs().Where(need => !permitted.Allow(need)))
        {
            yield return $"{Role} may not {need}";
        }

        foreach (var bucket in new[] { Source, Target })
        {
            var policy = new PolicyStatements(Beside(bucket, "aws_s3_bucket_policy") is { } document ? Statements(document, "policy") : []);
            foreach (var need in Needs().Where(need => need.Resource.StartsWith(Reference(bucket, "arn"), StringComparison.Ordinal) && policy.Deny(need)))
            {
                yield return $"{bucket} denies {need}";
            }
        }

        foreach (var key in new[] { KeyOf(Source), ReplicaKey }.OfType<Element>().Where(key => !LeavesItToIam(key)))
        {
            yield return $"{key} does not leave it to IAM who may use it";
        }
    }

    /// <summary>Everything that S3 asks for, in the name of the role, until an object has arrived.</summary>
    private IEnumerable<Request> Needs()
    {
        var (source, target) = (Reference(Source, "arn"), Reference(Target, "arn"));
        foreach (var action in new[] { "s3:GetReplicationConfiguration", "s3:ListBucket" })
        {
            yield return new(action, source, OverTls);
        }

        foreach (var action in new[] { "s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging" })
        {
            yield return new(action, source + AnyObject, OverTls);
        }

        foreach (var action in new[] { "s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags" })
        {
            yield return new(action, target + AnyObject, OverTls);
        }

        // Of the bucket's key, and of an object that does without it.
        foreach (var part in new[] { "", AnyObject })
        {
            yield return ByS3("kms:Decrypt", KeyOf(Source), Source, part);
            foreach (var action in new[] { "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey" })
            {
                yield return ByS3(action, ReplicaKey, Target, part);
            }
        }
    }

    private Request ByS3(string action, Element? key, Element bucket, string part) => new(action, key is null ? "no key" : Reference(key, "arn"), new Dictionary<string, string>
    {
        ["kms:ViaService"] = $"s3.{_stack.RegionOf(bucket)}.amazonaws.com",
        ["kms:EncryptionContext:aws:s3:arn"] = Reference(bucket, "arn") + part,
    });

    private bool WaitsFor(Element element) => _configuration.Body["depends_on"]?.AsArray().Any(item => item!.GetValue<string>() == element.Address) is true;

    private Element? ReplicaKey => OurKey(_destination["encryption_configuration"]?["replica_kms_key_id"]);

    private Element? KeyOf(Element bucket) => OurKey(Beside(bucket, "aws_s3_bucket_server_side_encryption_configuration")
        ?.Body["rule"]?[0]?["apply_server_side_encryption_by_default"]?["kms_master_key_id"]);

    private Element? OurKey(JsonNode? argument) =>
        argument?.GetValue<string>() is { } key && key.StartsWith("${aws_kms_key.", StringComparison.Ordinal) ? _stack.Referenced(key) : null;

    /// <summary>What configures a bucket beside it.</summary>
    private Element? Beside(Element bucket, string type) =>
        _stack.Elements.SingleOrDefault(element => element.Type == type && element.Text("bucket") == Reference(bucket, "id"));

    private IEnumerable<JsonObject> Statements(Element owner, string argument) =>
        _stack.Referenced(owner.Text(argument)!).Body["statement"]!.AsArray().Select(statement => statement!.AsObject());

    private bool LeavesItToIam(Element key) => Statements(key, "policy").Any(statement =>
        statement["effect"]?.GetValue<string>() is null or "Allow"
        && statement["actions"]![0]?.GetValue<string>() == "kms:*"
        && statement["condition"] is null
        && statement["principals"]![0]!["identifiers"]![0]!.GetValue<string>().EndsWith(":root", StringComparison.Ordinal));

    /// <summary>Without a condition: AWS names none that S3 meets when it replicates.</summary>
    private static bool IsAssumedByS3(JsonObject statement) =>
        statement["effect"]?.GetValue<string>() is null or "Allow"
        && statement["condition"] is null
        && statement["actions"]!.AsArray().Any(action => action!.GetValue<string>() == "sts:AssumeRole")
        && statement["principals"]!.AsArray().Any(principal =>
            principal!["type"]!.GetValue<string>() == "Service" && principal["identifiers"]!.AsArray().Any(identifier => identifier!.GetValue<string>() == "s3.amazonaws.com"));

    private static string Reference(Element element, string attribute) => $"${{{element.Address}.{attribute}}}";
}
