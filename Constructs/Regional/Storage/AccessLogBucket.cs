using HashiCorp.Cdktf.Providers.Aws.DataAwsIamPolicyDocument;
using HashiCorp.Cdktf.Providers.Aws.S3BucketLifecycleConfiguration;

namespace PaymentDr;

/// <summary>
/// Who asked a region's buckets and doors for what. It stays where it was written. S3 delivers its logs only to a bucket of the same region
/// that is encrypted with S3's own key; others bring a key of ours along.
/// </summary>
public sealed class AccessLogBucket : PrivateBucket
{
    private const int RetentionDays = 365;

    public AccessLogBucket(RegionalConstruct parent, IEnumerable<string> sources, Protection protection) : base(parent, new PrivateBucketInputs
    {
        Purpose = "access-logs",
        Admitted = [("", AdmitLogging(parent.Region, sources)), ($"{ServiceBalancer.LogFolder}/AWSLogs/{parent.Region.AccountId}/", AdmitBalancers())],
        Protection = protection,
    })
    {
        _ = new S3BucketLifecycleConfiguration(this, "lifecycle", new S3BucketLifecycleConfigurationConfig
        {
            Provider = Region.Provider,
            Bucket = Bucket.Id,
            Rule = new[]
            {
                new S3BucketLifecycleConfigurationRule
                {
                    Id = "expire",
                    Status = "Enabled",
                    Filter = new[] { new S3BucketLifecycleConfigurationRuleFilter { Prefix = "" } },
                    Expiration = new[] { new S3BucketLifecycleConfigurationRuleExpiration { Days = RetentionDays } },
                },
            },
        });
    }

    /// <summary>The bucket's name, once logging may write to it.</summary>
    public string Target => Policy.Bucket;

    private static PolicyStatement AdmitLogging(Region region, IEnumerable<string> sources) => new()
    {
        Sid = "WriteAccessLogs",
        Actions = ["s3:PutObject"],
        Principals = new[]
        {
            new DataAwsIamPolicyDocumentStatementPrincipals { Type = "Service", Identifiers = ["logging.s3.amazonaws.com"] },
        },
        Condition = new[]
        {
            Conditions.SourceAccount(region),
            new DataAwsIamPolicyDocumentStatementCondition
            {
                Test = "ArnEquals",
                Variable = "aws:SourceArn",
                // By name: the buckets come after this policy.
                Values = [.. sources.Select(purpose => $"arn:aws:s3:::{region.BucketName(purpose)}")],
            },
        },
    };

    /// <summary>They write into a folder named after the account whose they are: it is what keeps others' out.</summary>
    private static PolicyStatement AdmitBalancers() => new()
    {
        Sid = "WriteBalancerLogs",
        Actions = ["s3:PutObject"],
        Principals = new[]
        {
            new DataAwsIamPolicyDocumentStatementPrincipals { Type = "Service", Identifiers = ["logdelivery.elasticloadbalancing.amazonaws.com"] },
        },
    };
}
