using System.Text.Json.Nodes;
using HashiCorp.Cdktf.Providers.Aws.CloudwatchLogStream;
using HashiCorp.Cdktf.Providers.Aws.KinesisFirehoseDeliveryStream;

namespace PaymentDr;

/// <summary>
/// Who asked the API for what, and what became of it, as lines of JSON in the region's bucket for access logs. By way of Firehose, because
/// into CloudWatch API Gateway writes under a role that an account has one of, for all its APIs.
/// </summary>
public sealed class ApiAccessLog : RegionalConstruct
{
    /// <summary>Without it API Gateway writes to no stream.</summary>
    private const string DemandedPrefix = "amazon-apigateway-";

    private const string Folder = "api/";
    private const string FailedFolder = "api-failed/";

    /// <summary>How long a line waits for others, and how many megabytes of them: as Firehose does by itself.</summary>
    private const int BufferSeconds = 300;

    private const int BufferMegabytes = 5;

    /// <summary>One line for each request. Never a header: one of them is the merchant's key, and in any of them a caller may write what breaks the line. A request is found in the functions' logs by its id.</summary>
    private static readonly Dictionary<string, string> Fields = new()
    {
        ["requestId"] = "$context.requestId",
        ["time"] = "$context.requestTimeEpoch",
        ["host"] = "$context.domainName",
        ["method"] = "$context.httpMethod",
        ["resource"] = "$context.resourcePath",
        ["merchant"] = "$context.authorizer.merchant",
        ["address"] = "$context.identity.sourceIp",
        ["status"] = "$context.status",
        ["refusal"] = "$context.error.responseType",
        ["latency"] = "$context.responseLatency",
        ["functionStatus"] = "$context.integration.status",
        ["functionLatency"] = "$context.integration.latency",
        ["functionError"] = "$context.integration.error",
        ["firewall"] = "$context.wafResponseCode",
        ["traceId"] = "$context.xrayTraceId",
    };

    public ApiAccessLog(RegionalConstruct parent, AccessLogBucket bucket, EncryptionKey key) : base(parent, "access-log")
    {
        var errors = LogGroup.Declare(this, "errors", Region.NameFor("logs", "api-delivery"), key);
        var errorStream = new CloudwatchLogStream(this, "error-stream", new CloudwatchLogStreamConfig
        {
            Provider = Region.Provider,
            Name = Region.NameFor("stream", "api-delivery"),
            LogGroupName = errors.Name,
        });
        var role = new ServiceRole(this, new ServiceRoleInputs
        {
            Purpose = "api-access-log",
            Service = "firehose.amazonaws.com",
            Statements =
            [
                new PolicyStatement
                {
                    Sid = "WriteApiAccessLogs",
                    Actions = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
                    Resources = [$"{bucket.Bucket.Arn}/{Folder}*", $"{bucket.Bucket.Arn}/{FailedFolder}*"],
                },
                new PolicyStatement
                {
                    Sid = "FindAccessLogBucket",
                    Actions = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
                    Resources = [bucket.Bucket.Arn],
                },
                EncryptionKey.By("s3", "EncryptApiAccessLogs", ["kms:Decrypt", "kms:GenerateDataKey"], key),
                new PolicyStatement
                {
                    Sid = "TellDeliveryErrors",
                    Actions = ["logs:PutLogEvents"],
                    Resources = [errorStream.Arn],
                },
            ],
        });
        Stream = new KinesisFirehoseDeliveryStream(this, "stream", new KinesisFirehoseDeliveryStreamConfig
        {
            Provider = Region.Provider,
            Name = $"{DemandedPrefix}{Region.NameFor("stream", "api")}",
            Destination = "extended_s3",
            ServerSideEncryption = new KinesisFirehoseDeliveryStreamServerSideEncryption { Enabled = true, KeyType = "CUSTOMER_MANAGED_CMK", KeyArn = key.Key.Arn },
            ExtendedS3Configuration = new KinesisFirehoseDeliveryStreamExtendedS3Configuration
            {
                RoleArn = role.Role.Arn,
                BucketArn = bucket.Bucket.Arn,
                Prefix = Folder,
                ErrorOutputPrefix = FailedFolder,
                BufferingInterval = BufferSeconds,
                BufferingSize = BufferMegabytes,
                CompressionFormat = "GZIP",
                // The bucket's own encryption is by a key of S3.
                KmsKeyArn = key.Key.Arn,
                ProcessingConfiguration = new KinesisFirehoseDeliveryStreamExtendedS3ConfigurationProcessingConfiguration
                {
                    Enabled = true,
                    // Each request on a line of its own: otherwise they follow one another without a break.
                    Processors = new[] { new KinesisFirehoseDeliveryStreamExtendedS3ConfigurationProcessingConfigurationProcessors { Type = "AppendDelimiterToRecord" } },
                },
                CloudwatchLoggingOptions = new KinesisFirehoseDeliveryStreamExtendedS3ConfigurationCloudwatchLoggingOptions
                {
                    Enabled = true,
                    LogGroupName = errors.Name,
                    LogStreamName = errorStream.Name,
                },
            },
            // Firehose tries the role out when the stream is made.
            DependsOn = [.. role.Permissions],
        });
    }

    /// <summary>Every value as a text: what a request lacks is written as "-".</summary>
    public static string Format { get; } = new JsonObject(Fields.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value))).ToJsonString();

    public KinesisFirehoseDeliveryStream Stream { get; }
}
