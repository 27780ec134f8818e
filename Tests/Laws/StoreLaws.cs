using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Laws;

/// <summary>What holds data is encrypted, with a key of ours, of the region in which it lies.</summary>
[TestFixture]
public sealed class StoreLaws
{
    /// <summary>What holds data, and where the key of each place in which it does is named.</summary>
    private static readonly Dictionary<string, string[]> Stores = new()
    {
        ["aws_backup_vault"] = ["kms_key_arn"],
        ["aws_cloudwatch_event_archive"] = ["kms_key_identifier"],
        ["aws_cloudwatch_event_bus"] = ["kms_key_identifier"],
        ["aws_cloudwatch_log_group"] = ["kms_key_id"],
        ["aws_dynamodb_table"] = ["server_side_encryption/kms_key_arn", "replica/kms_key_arn"],
        ["aws_kinesis_firehose_delivery_stream"] = ["server_side_encryption/key_arn", "extended_s3_configuration/kms_key_arn"],
        ["aws_rds_cluster"] = ["kms_key_id"],
        ["aws_rds_cluster_instance"] = ["performance_insights_kms_key_id"],
        ["aws_s3_bucket_server_side_encryption_configuration"] = ["rule/apply_server_side_encryption_by_default/kms_master_key_id"],
        [SecureParameter] = ["key_id"],
        ["aws_sqs_queue"] = ["kms_master_key_id"],
        ["aws_secretsmanager_secret"] = ["kms_key_id", "replica/kms_key_id"],
    };

    /// <summary>The others hold what anybody may read who may ask.</summary>
    private const string SecureParameter = "aws_ssm_parameter SecureString";

    /// <summary>By the path within a region, what is encrypted by a key of AWS's own, and why.</summary>
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["events/archive"] = "the provider has no argument for its key; events name no account",
        ["events/bus"] = "to another region's bus an event goes only under a key of both regions, which ours are not",
        ["storage/access-logs/encryption"] = "S3 delivers its logs only to buckets under its own key; they name objects, and hold nothing of them; Firehose brings a key of ours along",
    };

    /// <summary>Beside a key, the region of the place it is for, where that is not the element's own.</summary>
    private static readonly string[] PlacedBy = ["region_name", "region"];

    [Test]
    public void Every_store_is_encrypted_with_a_key_of_ours_in_its_own_region()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Unencrypted), Is.Empty);
    }

    [Test]
    public void What_is_not_is_found()
    {
        var broken = SynthesizedStack.Default.Broken(file => file.FirstResource("aws_dynamodb_table").Remove("server_side_encryption"));
        Assert.That(Unencrypted(broken), Has.One.Contains("server_side_encryption/kms_key_arn"));

        broken = SynthesizedStack.Default.Broken(file =>
        {
            var table = file.FirstResource("aws_dynamodb_table");
            table["replica"]![0]!["kms_key_arn"] = table["server_side_encryption"]!["kms_key_arn"]!.DeepClone();
        });
        Assert.That(Unencrypted(broken), Has.One.Contains("a key of us-east-1 in us-west-2"));

        broken = SynthesizedStack.Default.Broken(file =>
        {
            var vaults = file["resource"]!["aws_backup_vault"]!.AsObject().Select(vault => vault.Value!).ToArray();
            vaults[0]["kms_key_arn"] = vaults[1]["kms_key_arn"]!.DeepClone();
        });
        Assert.That(Unencrypted(broken), Has.One.Contains("a key of us-west-2 in us-east-1"));

        broken = SynthesizedStack.Default.Broken(file =>
        {
            var secret = file.FirstResource("aws_secretsmanager_secret");
            secret["replica"]![0]!["kms_key_id"] = secret["kms_key_id"]!.DeepClone();
        });
        Assert.That(Unencrypted(broken), Has.One.Contains("replica/kms_key_id is a key of us-east-1 in us-west-2"));

        broken = SynthesizedStack.Default.Broken(file => file.FirstResource("aws_cloudwatch_log_group")["kms_key_id"] = "alias/aws/logs");
        Assert.That(Unencrypted(broken), Has.One.Contains("alias/aws/logs"));
    }

    [Test]
    public void Every_kind_of_store_is_in_use() =>
        Assert.That(Stores.Keys, Is.SubsetOf(SynthesizedStack.Default.Elements.Select(KindOf)));

    [Test]
    public void Every_exception_is_in_use() =>
        Assert.That(Exceptions.Keys, Is.SubsetOf(SynthesizedStack.Default.Elements.Select(PathInRegion)));

    private static IEnumerable<string> Unencrypted(SynthesizedStack stack) =>
        from element in stack.Elements
        where element.Kind == "resource" && Stores.ContainsKey(KindOf(element)) && !Exceptions.ContainsKey(PathInRegion(element))
        from path in Stores[KindOf(element)]
        from complaint in Complaints(stack, element, path)
        select complaint;

    private static string KindOf(Element element) => element.Type == "aws_ssm_parameter" ? $"{element.Type} {element.Text("type")}" : element.Type;

    private static string PathInRegion(Element element) => element.Path[(element.Scope.Length + 1)..];

    private static IEnumerable<string> Complaints(SynthesizedStack stack, Element element, string path)
    {
        var places = Places(element.Body, path.Split('/')).ToArray();
        if (places.Length == 0)
        {
            yield return $"{element}: {path} names no key";
        }

        foreach (var (block, argument) in places)
        {
            var key = block[argument]?.GetValue<string>() ?? "";
            var region = PlacedBy.Select(name => block[name]?.GetValue<string>()).FirstOrDefault(name => name is not null) ?? stack.RegionOf(element);
            if (!key.StartsWith("${aws_kms_key.", StringComparison.Ordinal))
            {
                yield return $"{element}: {path} is '{key}', and no key of ours";
            }
            else if (stack.RegionOf(stack.Referenced(key)) is var home && home != region)
            {
                yield return $"{element}: {path} is a key of {home} in {region}";
            }
        }
    }

    /// <summary>The blocks in which the last step of a path belongs; a block may stand alone or in a list.</summary>
    private static IEnumerable<(JsonObject Block, string Argument)> Places(JsonNode? node, string[] path) => node switch
    {
        JsonArray list => list.SelectMany(item => Places(item, path)),
        JsonObject block when path.Length == 1 => [(block, path[0])],
        JsonObject block => Places(block[path[0]], path[1..]),
        _ => [],
    };
}
