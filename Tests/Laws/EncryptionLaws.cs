using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Laws;

/// <summary>
/// Who writes to something under a key of ours must be admitted by the key, or nothing arrives, and nobody is told. That everybody is, the proof of
/// permissions shows (Tests/Permissions), of what it knows of.
/// </summary>
[TestFixture]
public sealed partial class EncryptionLaws
{
    /// <summary>By type, where the proof knows who asks what of the key.</summary>
    private static readonly string[] Proved =
    [
        "aws_cloudwatch_log_group", "aws_dynamodb_table", "aws_kinesis_firehose_delivery_stream", "aws_s3_bucket_replication_configuration",
        "aws_s3_bucket_server_side_encryption_configuration", "aws_secretsmanager_secret", "aws_sns_topic", "aws_sqs_queue", "aws_ssm_parameter",
    ];

    /// <summary>The service uses the key by a grant that it was given by whoever made the thing.</summary>
    private static readonly string[] ByGrant = ["aws_backup_vault", "aws_ecr_repository", "aws_rds_cluster", "aws_rds_cluster_instance"];

    [Test]
    public void Of_whatever_is_encrypted_by_our_keys_it_is_known_who_uses_them()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Unknown), Is.Empty);
        Assert.That(SynthesizedStack.Default.Elements.Where(IsEncryptedByOurKey).Select(element => element.Type).Distinct(), Is.EquivalentTo(Proved.Concat(ByGrant)));

        var broken = SynthesizedStack.Default.Broken(file => file.FirstResource("aws_eip")["kms_key_id"] = "${aws_kms_key.primary_keys_logs_key_38FAF5E5.arn}");
        Assert.That(Unknown(broken), Has.One.Contains("nobody has said who uses it"));
    }

    [Test]
    public void Every_log_group_is_encrypted_with_our_key()
    {
        var groups = SynthesizedStack.Default.Elements.Where(element => element.Type == "aws_cloudwatch_log_group");

        Assert.That(groups, Is.Not.Empty.And.All.Matches<Element>(IsEncryptedByOurKey));
    }

    private static IEnumerable<string> Unknown(SynthesizedStack stack) => stack.Elements
        .Where(element => IsEncryptedByOurKey(element) && !Proved.Contains(element.Type) && !ByGrant.Contains(element.Type))
        .Select(element => $"{element} is encrypted by a key of ours, and nobody has said who uses it");

    private static bool IsEncryptedByOurKey(Element element) =>
        element.Kind == "resource" && element.Type != "aws_kms_alias" && KeyReference().IsMatch(element.WithoutMetadata().ToJsonString());

    /// <summary>Anywhere in the element, also by way of an alias.</summary>
    [GeneratedRegex(@"\$\{aws_kms_(key|alias)\.")]
    private static partial Regex KeyReference();
}
