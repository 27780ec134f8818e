using HashiCorp.Cdktf.Providers.Aws.DataAwsIamPolicyDocument;
using HashiCorp.Cdktf.Providers.Aws.S3BucketReplicationConfiguration;

namespace PaymentDr;

/// <summary>
/// What is written to a bucket in one region appears in its twin, both ways: objects, later changes of their tags, and delete markers.
/// What came by replication is not sent back.
/// </summary>
public sealed class BucketReplication
{
    private const string On = "Enabled";

    /// <summary>The only value that S3 takes; it keeps to it for all but one object of a thousand.</summary>
    private const int Minutes = 15;

    public BucketReplication(PerRegion<Storage> storage)
    {
        foreach (var (source, twin) in storage.Primary.Buckets.Zip(storage.Secondary.Buckets))
        {
            Replicate(source, twin);
            Replicate(twin, source);
        }
    }

    private static void Replicate(DataBucket source, DataBucket target)
    {
        var side = new Side(source);
        var role = new ServiceRole(side, new ServiceRoleInputs
        {
            Purpose = $"replicate-{source.Purpose}",
            Service = "s3.amazonaws.com",
            Statements = [.. ReadSource(source), .. WriteTarget(target)],
        });
        _ = new S3BucketReplicationConfigurationA(side, "replication", new S3BucketReplicationConfigurationAConfig
        {
            Provider = side.Region.Provider,
            Bucket = source.Bucket.Id,
            Role = role.Role.Arn,
            Rule = new[]
            {
                new S3BucketReplicationConfigurationRule
                {
                    // Metrics are told apart by it.
                    Id = source.Purpose,
                    Priority = 1,
                    Status = On,
                    // Of everything; without a filter S3 takes neither delete markers nor changes of replicas.
                    Filter = new S3BucketReplicationConfigurationRuleFilter { Prefix = "" },
                    DeleteMarkerReplication = new S3BucketReplicationConfigurationRuleDeleteMarkerReplication { Status = On },
                    SourceSelectionCriteria = new S3BucketReplicationConfigurationRuleSourceSelectionCriteria
                    {
                        // Without it objects under a key of ours are left out, and nobody is told.
                        SseKmsEncryptedObjects = new S3BucketReplicationConfigurationRuleSourceSelectionCriteriaSseKmsEncryptedObjects { Status = On },
                        ReplicaModifications = new S3BucketReplicationConfigurationRuleSourceSelectionCriteriaReplicaModifications { Status = On },
                    },
                    Destination = new S3BucketReplicationConfigurationRuleDestination
                    {
                        Bucket = target.Bucket.Arn,
                        EncryptionConfiguration = new S3BucketReplicationConfigurationRuleDestinationEncryptionConfiguration
                        {
                            ReplicaKmsKeyId = target.Key.Key.Arn,
                        },
                        ReplicationTime = new S3BucketReplicationConfigurationRuleDestinationReplicationTime
                        {
                            Status = On,
                            Time = new S3BucketReplicationConfigurationRuleDestinationReplicationTimeTime { Minutes = Minutes },
                        },
                        Metrics = new S3BucketReplicationConfigurationRuleDestinationMetrics
                        {
                            Status = On,
                            EventThreshold = new S3BucketReplicationConfigurationRuleDestinationMetricsEventThreshold { Minutes = Minutes },
                        },
                    },
                },
            },
            // S3 replicates only between versioned buckets, and what it may not read when it is written it does not try again.
            DependsOn = [source.Versioning, target.Versioning, .. role.Permissions],
        });
    }

    private static PolicyStatement[] ReadSource(DataBucket source) =>
    [
        new()
        {
            Sid = "ReadReplicationRules",
            Actions = ["s3:GetReplicationConfiguration", "s3:ListBucket"],
            Resources = [source.Bucket.Arn],
        },
        new()
        {
            Sid = "ReadVersions",
            Actions = ["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"],
            Resources = [$"{source.Bucket.Arn}/*"],
        },
        new()
        {
            Sid = "DecryptVersions",
            Actions = ["kms:Decrypt"],
            Resources = [source.Key.Key.Arn],
            // Also object by object: a client may ask that an object does without the bucket's key.
            Condition = ByS3(source, source.Bucket.Arn, $"{source.Bucket.Arn}/*"),
        },
    ];

    private static PolicyStatement[] WriteTarget(DataBucket target) =>
    [
        new()
        {
            Sid = "WriteReplicas",
            Actions = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"],
            Resources = [$"{target.Bucket.Arn}/*"],
        },
        new()
        {
            Sid = "EncryptReplicas",
            // Decrypt, because the bucket's key comes from KMS encrypted.
            Actions = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
            Resources = [target.Key.Key.Arn],
            Condition = ByS3(target, target.Bucket.Arn, $"{target.Bucket.Arn}/*"),
        },
    ];

    /// <summary>Only by way of S3 in the key's region, and only for this bucket.</summary>
    private static DataAwsIamPolicyDocumentStatementCondition[] ByS3(DataBucket bucket, params string[] contexts) =>
    [
        new() { Test = "StringEquals", Variable = "kms:ViaService", Values = [$"s3.{bucket.Region.Code}.amazonaws.com"] },
        new() { Test = "StringLike", Variable = "kms:EncryptionContext:aws:s3:arn", Values = contexts },
    ];

    /// <summary>The way from one region's bucket to its twin.</summary>
    private sealed class Side(DataBucket source) : RegionalConstruct(source.Region, $"replication-{source.Purpose}");
}
