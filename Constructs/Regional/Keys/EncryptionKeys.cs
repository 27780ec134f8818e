using HashiCorp.Cdktf.Providers.Aws.DataAwsIamPolicyDocument;

namespace PaymentDr;

/// <summary>A region's keys, by who has to be admitted: what holds payments, and what tells about them.</summary>
public sealed class EncryptionKeys : RegionalConstruct
{
    public const string DataPurpose = "data";

    /// <summary>Which delivers events, and puts what it cannot deliver into queues.</summary>
    public const string EventService = "events.amazonaws.com";

    /// <summary>Which tells of alarms.</summary>
    public const string AlarmService = "cloudwatch.amazonaws.com";

    public EncryptionKeys(Region region, Protection protection) : base(region, "keys")
    {
        Data = new EncryptionKey(this, DataPurpose, "Payments, books, receipts and secrets", protection, AdmitEvents());
        Logs = new EncryptionKey(this, "logs", "Logs and alerts", protection, AdmitLogGroups(), AdmitAlarms());
    }

    public EncryptionKey Data { get; }

    public EncryptionKey Logs { get; }

    /// <summary>Into an encrypted queue EventBridge puts nothing otherwise, and tells nobody.</summary>
    private PolicyStatement AdmitEvents() => new()
    {
        Sid = "EncryptUndeliveredEvents",
        Actions = ["kms:Decrypt", "kms:GenerateDataKey"],
        Resources = ["*"],
        Principals = new[] { new DataAwsIamPolicyDocumentStatementPrincipals { Type = "Service", Identifiers = [EventService] } },
        // SQS, which asks in EventBridge's name, says for which queue.
        Condition = new[]
        {
            new DataAwsIamPolicyDocumentStatementCondition { Test = "ArnLike", Variable = "kms:EncryptionContext:aws:sqs:arn", Values = [Region.QueuePattern] },
        },
    };

    /// <summary>Or no alarm reaches the topic, and nobody is told. SNS, which asks in CloudWatch's name, says for which topic.</summary>
    private PolicyStatement AdmitAlarms() => new()
    {
        Sid = "EncryptAlarms",
        Actions = ["kms:Decrypt", "kms:GenerateDataKey"],
        Resources = ["*"],
        Principals = new[] { new DataAwsIamPolicyDocumentStatementPrincipals { Type = "Service", Identifiers = [AlarmService] } },
        Condition = new[]
        {
            new DataAwsIamPolicyDocumentStatementCondition { Test = "ArnLike", Variable = "kms:EncryptionContext:aws:sns:topicArn", Values = [Region.TopicPattern] },
        },
    };

    /// <summary>CloudWatch Logs encrypts in its own name, for a log group that it names in the context.</summary>
    private PolicyStatement AdmitLogGroups() => new()
    {
        Sid = "EncryptLogGroups",
        Actions = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
        Resources = ["*"],
        Principals = new[]
        {
            new DataAwsIamPolicyDocumentStatementPrincipals { Type = "Service", Identifiers = [$"logs.{Region.Code}.amazonaws.com"] },
        },
        Condition = new[]
        {
            new DataAwsIamPolicyDocumentStatementCondition
            {
                Test = "ArnLike",
                Variable = "kms:EncryptionContext:aws:logs:arn",
                Values = Region.LogGroupPatterns,
            },
        },
    };
}
