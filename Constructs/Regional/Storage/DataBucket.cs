using HashiCorp.Cdktf.Providers.Aws.S3BucketLifecycleConfiguration;
using HashiCorp.Cdktf.Providers.Aws.S3BucketLogging;
using HashiCorp.Cdktf.Providers.Aws.S3BucketVersioning;

namespace PaymentDr;

public sealed record DataBucketInputs
{
    public required string Purpose { get; init; }

    public required EncryptionKey Key { get; init; }

    public required StorageSettings Ageing { get; init; }

    public required AccessLogBucket AccessLogs { get; init; }

    public required Protection Protection { get; init; }
}

/// <summary>A region's copy of what payments leave behind: versioned, so that it can be replicated and nothing is lost by overwriting it.</summary>
public sealed class DataBucket : PrivateBucket
{
    /// <summary>How long what was overwritten or deleted can be brought back.</summary>
    private const int RecoveryDays = 30;

    private const int UnfinishedUploadDays = 7;

    public DataBucket(RegionalConstruct parent, DataBucketInputs inputs)
        : base(parent, new PrivateBucketInputs { Purpose = inputs.Purpose, Key = inputs.Key, Protection = inputs.Protection })
    {
        (Purpose, Key) = (inputs.Purpose, inputs.Key);

        Versioning = new S3BucketVersioningA(this, "versioning", new S3BucketVersioningAConfig
        {
            Provider = Region.Provider,
            Bucket = Bucket.Id,
            VersioningConfiguration = new S3BucketVersioningVersioningConfiguration { Status = "Enabled" },
        });
        _ = new S3BucketLifecycleConfiguration(this, "lifecycle", new S3BucketLifecycleConfigurationConfig
        {
            Provider = Region.Provider,
            // Rules about versions come after versioning. What a rule does in one region is not replicated, so each has the same rules.
            Bucket = Versioning.Bucket,
            Rule = new[] { Age(inputs.Ageing), CleanUp() },
        });
        _ = new S3BucketLoggingA(this, "access-log", new S3BucketLoggingAConfig
        {
            Provider = Region.Provider,
            Bucket = Bucket.Id,
            TargetBucket = inputs.AccessLogs.Target,
            TargetPrefix = $"{inputs.Purpose}/",
        });
    }

    public string Purpose { get; }

    public EncryptionKey Key { get; }

    public S3BucketVersioningA Versioning { get; }

    /// <summary>Lets a role put objects under a folder. It cannot read them, nor what was there before.</summary>
    public IReadOnlyList<PolicyStatement> PutUnder(string folder) =>
    [
        new()
        {
            Sid = "PutObjects",
            Actions = ["s3:PutObject"],
            Resources = [$"{Bucket.Arn}/{folder}/*"],
        },
        // Decrypt, because the bucket's key comes from KMS encrypted.
        EncryptionKey.By("s3", "EncryptObjects", ["kms:Decrypt", "kms:GenerateDataKey"], Key),
    ];

    private static S3BucketLifecycleConfigurationRule Age(StorageSettings days) => new()
    {
        Id = "age",
        Status = "Enabled",
        Filter = Everything,
        Transition = new[]
        {
            new S3BucketLifecycleConfigurationRuleTransition { Days = days.InfrequentAccessAfterDays, StorageClass = "STANDARD_IA" },
            new S3BucketLifecycleConfigurationRuleTransition { Days = days.ArchiveAfterDays, StorageClass = "GLACIER" },
        },
        Expiration = new[] { new S3BucketLifecycleConfigurationRuleExpiration { Days = days.ExpireAfterDays } },
    };

    /// <summary>A rule of its own: S3 takes a number of days and the removal of markers only in two.</summary>
    private static S3BucketLifecycleConfigurationRule CleanUp() => new()
    {
        Id = "clean-up",
        Status = "Enabled",
        Filter = Everything,
        NoncurrentVersionExpiration = new[] { new S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration { NoncurrentDays = RecoveryDays } },
        Expiration = new[] { new S3BucketLifecycleConfigurationRuleExpiration { ExpiredObjectDeleteMarker = true } },
        AbortIncompleteMultipartUpload = new[]
        {
            new S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload { DaysAfterInitiation = UnfinishedUploadDays },
        },
    };

    private static S3BucketLifecycleConfigurationRuleFilter[] Everything => [new() { Prefix = "" }];
}
