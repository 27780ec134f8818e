using HashiCorp.Cdktf.Providers.Aws.DataAwsIamPolicyDocument;
using HashiCorp.Cdktf.Providers.Aws.SqsQueue;
using HashiCorp.Cdktf.Providers.Aws.SqsQueuePolicy;

namespace PaymentDr;

public sealed record MessageQueueInputs
{
    public required string Purpose { get; init; }

    public required EncryptionKey Key { get; init; }

    /// <summary>How long a message that was received is kept from others.</summary>
    public int VisibilitySeconds { get; init; } = 30;

    /// <summary>Where messages go that were received too often, and how often that is.</summary>
    public (MessageQueue Queue, int Receives)? DeadLetters { get; init; }

    /// <summary>Whether EventBridge puts here, in its own name, what its rules could not deliver. The key has to admit it, too.</summary>
    public bool TakesUndelivered { get; init; }
}

/// <summary>A queue that is encrypted, takes no plain connection, and admits nobody of another account.</summary>
public sealed class MessageQueue : RegionalConstruct
{
    /// <summary>The longest that SQS keeps a message: what waits here is money, or news of it.</summary>
    private const int RetentionSeconds = 14 * 24 * 60 * 60;

    /// <summary>How long SQS may use a key that it has fetched.</summary>
    private const int KeyReuseSeconds = 300;

    public MessageQueue(RegionalConstruct parent, string id, MessageQueueInputs inputs) : base(parent, id)
    {
        Key = inputs.Key;
        Queue = new SqsQueue(this, "queue", new SqsQueueConfig
        {
            Provider = Region.Provider,
            Name = Region.NameFor("queue", inputs.Purpose),
            KmsMasterKeyId = inputs.Key.Key.Arn,
            KmsDataKeyReusePeriodSeconds = KeyReuseSeconds,
            MessageRetentionSeconds = RetentionSeconds,
            VisibilityTimeoutSeconds = inputs.VisibilitySeconds,
            RedrivePolicy = inputs.DeadLetters is var (dead, receives)
                ? $"${{jsonencode({{deadLetterTargetArn = {dead.Queue.Fqn}.arn, maxReceiveCount = {receives}}})}}"
                : null,
        });
        var policy = new DataAwsIamPolicyDocument(this, "policy-document", new DataAwsIamPolicyDocumentConfig
        {
            Provider = Region.Provider,
            Statement = new[] { DenyPlainConnections(), KeepInTheAccount() }.Concat(inputs.TakesUndelivered ? [AdmitRules()] : []).ToArray(),
        });
        _ = new SqsQueuePolicy(this, "policy", new SqsQueuePolicyConfig
        {
            Provider = Region.Provider,
            QueueUrl = Queue.Url,
            Policy = policy.Json,
        });
    }

    public SqsQueue Queue { get; }

    public EncryptionKey Key { get; }

    /// <summary>Lets a role send to queues.</summary>
    public static IReadOnlyList<PolicyStatement> Send(params MessageQueue[] queues) =>
    [
        new()
        {
            Sid = "SendMessages",
            Actions = ["sqs:SendMessage"],
            Resources = [.. queues.Select(queue => queue.Queue.Arn)],
        },
        // Decrypt, because SQS reads the key that it was given before it uses it.
        EncryptionKey.By("sqs", "EncryptMessages", ["kms:Decrypt", "kms:GenerateDataKey"], [.. queues.Select(queue => queue.Key).Distinct()]),
    ];

    /// <summary>Lets a role take messages.</summary>
    public IReadOnlyList<PolicyStatement> Receive() =>
    [
        new()
        {
            Sid = "TakeMessages",
            Actions = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
            Resources = [Queue.Arn],
        },
        EncryptionKey.By("sqs", "DecryptMessages", ["kms:Decrypt"], Key),
    ];

    private PolicyStatement DenyPlainConnections() => DenyEverybody("DenyPlainConnections", new DataAwsIamPolicyDocumentStatementCondition
    {
        Test = "Bool",
        Variable = "aws:SecureTransport",
        Values = ["false"],
    });

    /// <summary>Whatever another statement may allow later.</summary>
    private PolicyStatement KeepInTheAccount() => DenyEverybody("KeepQueueInTheAccount", Conditions.Strangers(Region));

    private PolicyStatement DenyEverybody(string sid, params DataAwsIamPolicyDocumentStatementCondition[] conditions) => new()
    {
        Sid = sid,
        Effect = "Deny",
        Actions = ["sqs:*"],
        Resources = [Queue.Arn],
        Principals = new[] { new DataAwsIamPolicyDocumentStatementPrincipals { Type = "AWS", Identifiers = ["*"] } },
        Condition = conditions,
    };

    private PolicyStatement AdmitRules() => new()
    {
        Sid = "SentByRules",
        Actions = ["sqs:SendMessage"],
        Resources = [Queue.Arn],
        Principals = new[] { new DataAwsIamPolicyDocumentStatementPrincipals { Type = "Service", Identifiers = [EncryptionKeys.EventService] } },
        Condition = new[]
        {
            new DataAwsIamPolicyDocumentStatementCondition
            {
                Test = "ArnLike",
                Variable = "aws:SourceArn",
                Values = [$"arn:aws:events:{Region.Code}:{Region.AccountId}:rule/*"],
            },
        },
    };
}
