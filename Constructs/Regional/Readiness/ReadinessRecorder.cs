using HashiCorp.Cdktf.Providers.Aws.ConfigConfigurationRecorder;
using HashiCorp.Cdktf.Providers.Aws.ConfigConfigurationRecorderStatus;
using HashiCorp.Cdktf.Providers.Aws.ConfigDeliveryChannel;

namespace PaymentDr;

/// <summary>What AWS Config sees of this region: only what the rules judge, kept beside the access logs for as long as those.</summary>
public sealed class ReadinessRecorder : RegionalConstruct
{
    /// <summary>In the bucket for access logs.</summary>
    private const string Folder = "config";

    /// <summary>AWS's own, because it is AWS Config that knows what it has to read of each kind of resource.</summary>
    private const string Policy = "arn:aws:iam::aws:policy/service-role/AWS_ConfigRole";

    public ReadinessRecorder(RegionalConstruct parent, AccessLogBucket bucket) : base(parent, "recorder")
    {
        var role = new ServiceRole(this, new ServiceRoleInputs
        {
            Purpose = "config",
            Service = "config.amazonaws.com",
            ServiceNamesAccount = true,
            ManagedPolicies = [Policy],
            Statements =
            [
                new() { Sid = "LookAtTheBucket", Actions = ["s3:GetBucketAcl"], Resources = [bucket.Bucket.Arn] },
                new()
                {
                    Sid = "Deliver",
                    Actions = ["s3:PutObject", "s3:PutObjectAcl"],
                    Resources = [$"{bucket.Bucket.Arn}/{Folder}/AWSLogs/{Region.AccountId}/Config/*"],
                },
            ],
        });
        var recorder = new ConfigConfigurationRecorder(this, "recorder", new ConfigConfigurationRecorderConfig
        {
            Provider = Region.Provider,
            Name = Region.NameFor("recorder", "readiness"),
            RoleArn = role.Role.Arn,
            RecordingGroup = new ConfigConfigurationRecorderRecordingGroup
            {
                AllSupported = false,
                IncludeGlobalResourceTypes = false,
                ResourceTypes = [.. ReadinessRules.ResourceTypes],
            },
        });
        var channel = new ConfigDeliveryChannel(this, "channel", new ConfigDeliveryChannelConfig
        {
            Provider = Region.Provider,
            Name = Region.NameFor("channel", "readiness"),
            S3BucketName = bucket.Target,
            S3KeyPrefix = Folder,
            // AWS Config writes a file to try it out, and takes none where nothing records.
            DependsOn = [recorder, .. role.Permissions],
        });
        Started = new ConfigConfigurationRecorderStatus(this, "started", new ConfigConfigurationRecorderStatusConfig
        {
            Provider = Region.Provider,
            Name = recorder.Name,
            IsEnabled = true,
            // It starts with a channel only, and must have stopped before that goes.
            DependsOn = [channel],
        });
    }

    /// <summary>From then on there is something to judge by.</summary>
    public ConfigConfigurationRecorderStatus Started { get; }
}
