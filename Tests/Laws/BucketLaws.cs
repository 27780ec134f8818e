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

    private static IEnumerable<string> Complaints(SynthesizedStack stack) =>
        from bucket in Buckets(stack)
        from complaint in Missing(stack, bucket)
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

        return stack.RegionOf(stack.Referenced(logging.Text("target_bucket")!)) == stack.RegionOf(bucket) ? null : $"{bucket} logs into another region";
    }

    private static IEnumerable<Element> Buckets(SynthesizedStack stack) => stack.Elements.Where(element => element.Type == "aws_s3_bucket");

    /// <summary>What names the bucket, itself or by way of its versioning.</summary>
    private static Element? Beside(SynthesizedStack stack, Element bucket, string type) =>
        stack.Elements.SingleOrDefault(element => element.Type == type && Bucket(stack, element) == bucket);

    private static Element Bucket(SynthesizedStack stack, Element element) =>
        element.Type == "aws_s3_bucket" ? element : Bucket(stack, stack.Referenced(element.Text("bucket")!));
}
