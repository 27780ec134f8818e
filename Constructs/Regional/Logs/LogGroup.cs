using HashiCorp.Cdktf.Providers.Aws.CloudwatchLogGroup;

namespace PaymentDr;

/// <summary>
/// Where something writes its log: under a key of ours, for a while. Declared, and no role of ours may create one: a group that AWS made would
/// outlive the stack.
/// </summary>
public static class LogGroup
{
    private const int RetentionDays = 30;

    public static CloudwatchLogGroup Declare(RegionalConstruct owner, string id, string name, EncryptionKey key) => new(owner, id, new CloudwatchLogGroupConfig
    {
        Provider = owner.Region.Provider,
        Name = name,
        KmsKeyId = key.Key.Arn,
        RetentionInDays = RetentionDays,
    });

    /// <summary>For who makes a stream of his own in it.</summary>
    public static PolicyStatement Write(CloudwatchLogGroup group, string sid) => new()
    {
        Sid = sid,
        Actions = ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resources = [$"{group.Arn}:*"],
    };
}
