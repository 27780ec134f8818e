using HashiCorp.Cdktf.Providers.Aws.DataAwsIamPolicyDocument;
using HashiCorp.Cdktf.Providers.Aws.S3Bucket;
using HashiCorp.Cdktf.Providers.Aws.S3BucketOwnershipControls;
using HashiCorp.Cdktf.Providers.Aws.S3BucketPolicy;
using HashiCorp.Cdktf.Providers.Aws.S3BucketPublicAccessBlock;
using HashiCorp.Cdktf.Providers.Aws.S3BucketServerSideEncryptionConfiguration;

namespace PaymentDr;

public sealed record PrivateBucketInputs
{
    public required string Purpose { get; init; }

    /// <summary>Null where the service that writes knows no key but S3's own.</summary>
    public EncryptionKey? Key { get; init; }

    /// <summary>Services that write in their own name, by the folder that they write into and the statement that lets them.</summary>
    public IReadOnlyList<(string Folder, PolicyStatement Statement)> Admitted { get; init; } = [];

    public required Protection Protection { get; init; }
}

/// <summary>A bucket that nobody reaches in public, over a plain connection, or by an access list of its objects.</summary>
public abstract class PrivateBucket : RegionalConstruct
{
    private const string OldestTls = "1.2";

    protected PrivateBucket(RegionalConstruct parent, PrivateBucketInputs inputs) : base(parent, inputs.Purpose)
    {
        Bucket = new S3Bucket(this, "bucket", new S3BucketConfig
        {
            Provider = Region.Provider,
            Bucket = Region.BucketName(inputs.Purpose),
            // Every version and delete marker goes with it; without, S3 refuses to remove a bucket that holds anything.
            ForceDestroy = inputs.Protection is Protection.Ephemeral,
            // Its name comes from the network, and is unknown in a plan that replaces that: the bucket would be replaced with it, and emptied.
            Lifecycle = inputs.Protection.Lifecycle("bucket"),
        });
        _ = new S3BucketPublicAccessBlock(this, "public-access", new S3BucketPublicAccessBlockConfig
        {
            Provider = Region.Provider,
            Bucket = Bucket.Id,
            BlockPublicAcls = true,
            BlockPublicPolicy = true,
            IgnorePublicAcls = true,
            RestrictPublicBuckets = true,
        });
        _ = new S3BucketOwnershipControls(this, "ownership", new S3BucketOwnershipControlsConfig
        {
            Provider = Region.Provider,
            Bucket = Bucket.Id,
            Rule = new S3BucketOwnershipControlsRule { ObjectOwnership = "BucketOwnerEnforced" },
        });
        _ = new S3BucketServerSideEncryptionConfigurationA(this, "encryption", new S3BucketServerSideEncryptionConfigurationAConfig
        {
            Provider = Region.Provider,
            Bucket = Bucket.Id,
            Rule = new[]
            {
                new S3BucketServerSideEncryptionConfigurationRuleA
                {
                    ApplyServerSideEncryptionByDefault = new S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA
                    {
                        SseAlgorithm = inputs.Key is null ? "AES256" : "aws:kms",
                        KmsMasterKeyId = inputs.Key?.Key.Arn,
                    },
                    // One call to KMS for many objects; what the key is asked for then names the bucket, not the object.
                    BucketKeyEnabled = inputs.Key is null ? null : true,
                },
            },
        });

        var policy = new DataAwsIamPolicyDocument(this, "policy-document", new DataAwsIamPolicyDocumentConfig
        {
            Provider = Region.Provider,
            Statement = new[]
            {
                Deny("DenyPlainRequests", "Bool", "aws:SecureTransport", "false"),
                Deny("DenyOldTls", "NumericLessThan", "s3:TlsVersion", OldestTls),
            }.Concat(inputs.Admitted.Select(OnObjects)).ToArray(),
        });
        Policy = new S3BucketPolicy(this, "policy", new S3BucketPolicyConfig
        {
            Provider = Region.Provider,
            Bucket = Bucket.Id,
            Policy = policy.Json,
        });
    }

    public S3Bucket Bucket { get; }

    protected S3BucketPolicy Policy { get; }

    /// <summary>Whoever asks, whatever for.</summary>
    private PolicyStatement Deny(string sid, string test, string variable, string value) => new()
    {
        Sid = sid,
        Effect = "Deny",
        Actions = ["s3:*"],
        Resources = [Bucket.Arn, $"{Bucket.Arn}/*"],
        Principals = new[] { new DataAwsIamPolicyDocumentStatementPrincipals { Type = "AWS", Identifiers = ["*"] } },
        Condition = new[] { new DataAwsIamPolicyDocumentStatementCondition { Test = test, Variable = variable, Values = [value] } },
    };

    private PolicyStatement OnObjects((string Folder, PolicyStatement Statement) admitted)
    {
        admitted.Statement.Resources = [$"{Bucket.Arn}/{admitted.Folder}*"];
        return admitted.Statement;
    }
}
