using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Laws;

/// <summary>The provider spreads a bucket over nine resources: each bucket has those that close it.</summary>
[TestFixture]
public sealed class BucketLaws
{
    /// <summary>What every bucket has beside it, and what it must say.</summary>
    private static readonly Dictionary<string, (string Path, string Value)[]> Required = new()
    {
        ["aws_s3_bucket_public_access_block"] =
            [("block_public_acls", "true"), ("block_public_policy", "true"), ("ignore_public_acls", "true"), ("restrict_public_buckets", "true")],
        ["aws_s3_bucket_ownership_controls"] = [("rule/object_ownership", "\"BucketOwnerEnforced\"")],
        ["aws_s3_bucket_server_side_encryption_configuration"] = [],
        ["aws_s3_bucket_lifecycle_configuration"] = [],
        ["aws_s3_bucket_policy"] = [],
    };

    /// <summary>What it refuses, by what the connection is.</summary>
    private static readonly Dictionary<string, string>[] Refused =
    [
        new() { ["aws:SecureTransport"] = "false" },
        new() { ["aws:SecureTransport"] = "true", ["s3:TlsVersion"] = "1.1" },
    ];

    [Test]
    public void Every_bucket_is_closed()
    {
        Assert.That(SynthesizedStack.Default.Elements.Count(element => element.Type == "aws_s3_bucket"), Is.EqualTo(2 * 4));
        Assert.That(SynthesizedStack.Variants.SelectMany(Complaints), Is.Empty);
    }

    [Test]
    public void Every_bucket_but_the_logs_own_says_who_looked()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Unlogged), Is.Empty);

        var broken = SynthesizedStack.Default.Broken(file =>
        {
            var targets = file["resource"]!["aws_s3_bucket_logging"]!.AsObject().Select(logging => logging.Value!).ToArray();
            targets[0]["target_bucket"] = targets[^1]["target_bucket"]!.DeepClone();
        });
        Assert.That(Unlogged(broken), Has.One.Contains("into another region"));

        broken = SynthesizedStack.Default.Broken(file => file["resource"]!.AsObject().Remove("aws_s3_bucket_logging"));
        Assert.That(Unlogged(broken), Has.Exactly(6).Contains("logs nothing"));

        broken = SynthesizedStack.Default.Broken(file =>
        {
            foreach (var statement in file.Statements().Where(statement => statement["sid"]!.GetValue<string>() == "WriteAccessLogs"))
            {
                statement["condition"]![1]!["values"]!.AsArray().RemoveAt(0);
            }
        });
        Assert.That(Unlogged(broken), Has.Exactly(2).Contains("does not admit the logs of"));
    }

    [TestCase("aws_s3_bucket_public_access_block", "block_public_policy")]
    [TestCase("aws_s3_bucket_ownership_controls", "rule")]
    [TestCase("aws_s3_bucket_policy", null)]
    [TestCase("aws_s3_bucket_lifecycle_configuration", null)]
    public void An_open_bucket_is_found(string type, string? argument)
    {
        var broken = SynthesizedStack.Default.Broken(file =>
        {
            var resources = file["resource"]![type]!.AsObject();
            if (argument is null)
            {
                resources.Remove(resources.First().Key);
            }
            else
            {
                file.FirstResource(type).Remove(argument);
            }
        });

        Assert.That(Complaints(broken), Is.Not.Empty.And.All.Contains(type));
    }

    [TestCase("DenyPlainRequests", "effect", "Allow")]
    [TestCase("DenyPlainRequests", "actions", "s3:GetObject")]
    [TestCase("DenyOldTls", "resources", "${aws_s3_bucket.primary_storage_audit_bucket_676AD313.arn}")]
    public void A_way_without_TLS_is_found(string sid, string member, string value)
    {
        var broken = SynthesizedStack.Default.Broken(file =>
        {
            foreach (var statement in file.Statements().Where(statement => statement["sid"]!.GetValue<string>() == sid))
            {
                statement[member] = member == "effect" ? value : new JsonArray(value);
            }
        });

        Assert.That(Complaints(broken), Is.Not.Empty.And.All.Contains("lets"));
    }

    private static IEnumerable<string> Complaints(SynthesizedStack stack) =>
        from bucket in Buckets(stack)
        from complaint in Missing(stack, bucket).Concat(WithoutTls(stack, bucket))
        select complaint;

    private static IEnumerable<string> Missing(SynthesizedStack stack, Element bucket) =>
        from required in Required
        let found = Beside(stack, bucket, required.Key)
        from complaint in found is null
            ? [$"{bucket} has no {required.Key}"]
            : required.Value
                .Where(rule => rule.Path.Split('/').Aggregate((JsonNode?)found.Body, (node, step) => node?[step])?.ToJsonString() != rule.Value)
                .Select(rule => $"{found}: {rule.Path} must be {rule.Value}")
        select complaint;

    private static IEnumerable<string> WithoutTls(SynthesizedStack stack, Element bucket)
    {
        if (Beside(stack, bucket, "aws_s3_bucket_policy") is not { } policy)
        {
            return [];
        }

        var statements = stack.Referenced(policy.Text("policy")!).Body["statement"]!.AsArray().Select(statement => statement!.AsObject())
            .Where(statement => statement["principals"]![0]!["identifiers"]![0]!.GetValue<string>() == "*");
        var judged = new PolicyStatements(statements);
        var arn = $"${{{bucket.Address}.arn}}";
        return from connection in Refused
               from resource in new[] { arn, $"{arn}/object" }
               from action in new[] { "s3:ListBucket", "s3:PutObject", "s3:GetObject" }
               let request = new Request(action, resource, connection)
               where !judged.Deny(request)
               select $"{bucket} lets {request}";
    }

    private static IEnumerable<string> Unlogged(SynthesizedStack stack) =>
        from bucket in Buckets(stack)
        where !bucket.Path.EndsWith("/access-logs/bucket", StringComparison.Ordinal)
        let complaint = LoggingComplaint(stack, bucket, Beside(stack, bucket, "aws_s3_bucket_logging"))
        where complaint is not null
        select complaint;

    private static string? LoggingComplaint(SynthesizedStack stack, Element bucket, Element? logging)
    {
        if (logging is null)
        {
            return $"{bucket} logs nothing";
        }

        var policy = stack.Referenced(logging.Text("target_bucket")!);
        if (stack.RegionOf(policy) != stack.RegionOf(bucket))
        {
            return $"{bucket} logs into another region";
        }

        var judged = new PolicyStatements(stack.Referenced(policy.Text("policy")!).Body["statement"]!.AsArray().Select(statement => statement!.AsObject())
            .Where(statement => statement["principals"]![0]!["identifiers"]![0]!.GetValue<string>() is "logging.s3.amazonaws.com" or "*"));
        var target = stack.Referenced(policy.Text("bucket")!);
        var request = new Request("s3:PutObject", $"${{{target.Address}.arn}}/{logging.Text("target_prefix")}2026-11-21", new Dictionary<string, string>
        {
            ["aws:SecureTransport"] = "true",
            ["s3:TlsVersion"] = "1.3",
            ["aws:SourceAccount"] = stack.Elements.Where(element => element.Type == "aws_vpc" && element.Scope == bucket.Scope).Select(vpc => $"${{{vpc.Address}.owner_id}}").Single(),
            ["aws:SourceArn"] = $"arn:aws:s3:::{bucket.Text("bucket")}",
        });
        return judged.Allow(request) ? null : $"{target} does not admit the logs of {bucket}";
    }

    private static IEnumerable<Element> Buckets(SynthesizedStack stack) => stack.Elements.Where(element => element.Type == "aws_s3_bucket");

    /// <summary>What names the bucket, itself or by way of its versioning.</summary>
    private static Element? Beside(SynthesizedStack stack, Element bucket, string type) =>
        stack.Elements.SingleOrDefault(element => element.Type == type && Bucket(stack, element) == bucket);

    private static Element Bucket(SynthesizedStack stack, Element element) =>
        element.Type == "aws_s3_bucket" ? element : Bucket(stack, stack.Referenced(element.Text("bucket")!));
}
