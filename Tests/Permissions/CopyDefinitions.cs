namespace PaymentDr.Tests.Permissions;

/// <summary>Of what makes copies.</summary>
internal sealed class CopyDefinitions(SynthesizedStack stack) : Definitions(stack)
{
    public override Dictionary<string, Func<Element, IEnumerable<Call>>> Callers => new()
    {
        ["aws_backup_selection"] = selection => Assumed(selection.Text("iam_role_arn"), "backup.amazonaws.com"),
        ["aws_s3_bucket_replication_configuration"] = OfReplication,
    };

    /// <summary>"Setting up permissions for live replication", of objects under keys, with and without the bucket's own.</summary>
    private IEnumerable<Call> OfReplication(Element replication)
    {
        var role = Role(replication.Text("role"));
        var (source, rule) = (BucketArn(replication.Text("bucket")), replication.Body["rule"]![0]!);
        var target = Arns.Of((string)rule["destination"]!["bucket"]!);
        var (sourceKey, targetKey) = (KeyOf(source), Arns.Of((string)rule["destination"]!["encryption_configuration"]!["replica_kms_key_id"]!));
        return
        [
            .. Assumed(replication.Text("role"), "s3.amazonaws.com"),
            .. new[] { "GetReplicationConfiguration", "ListBucket" }.Select(action => new Call(role, $"s3:{action}", source)),
            .. new[] { "GetObjectVersionAcl", "GetObjectVersionForReplication", "GetObjectVersionTagging" }.Select(action => new Call(role, $"s3:{action}", $"{source}/object")),
            .. new[] { "ReplicateDelete", "ReplicateObject", "ReplicateTags" }.Select(action => new Call(role, $"s3:{action}", $"{target}/object")),
            .. new[] { source, $"{source}/object" }.Select(of => ByS3("Decrypt", sourceKey, of)),
            .. from action in new[] { "Decrypt", "Encrypt", "GenerateDataKey" }
               from of in new[] { target, $"{target}/object" }
               select ByS3(action, targetKey, of),
        ];

        Call ByS3(string action, string key, string of) => new Call(role, $"kms:{action}", key)
            .With("kms:ViaService", $"s3.{key.Split(':')[3]}.amazonaws.com")
            .With("kms:EncryptionContext:aws:s3:arn", of);
    }

    private string KeyOf(string bucket) => Arns.Of(Stack.Elements
        .Where(element => element.Type == "aws_s3_bucket_server_side_encryption_configuration" && BucketArn(element.Text("bucket")) == bucket)
        .Select(element => (string)element.Body["rule"]![0]!["apply_server_side_encryption_by_default"]!["kms_master_key_id"]!)
        .Single());
}
