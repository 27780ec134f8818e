using HashiCorp.Cdktf.Providers.Aws.SqsQueueRedriveAllowPolicy;

namespace PaymentDr;

/// <summary>What a region has to settle, and what it could not.</summary>
public sealed class SettlementQueues : RegionalConstruct
{
    /// <summary>
    /// Six times as long as the function that takes a message may run, as AWS advises: batches wait before they are handed to it, and
    /// are handed to it again when it is busy.
    /// </summary>
    public const int VisibilitySeconds = 6 * PaymentFunctions.ProcessSeconds;

    /// <summary>
    /// While no cluster writes nothing can be settled, and that is no fault of the message: it comes again for more than an hour, which is
    /// four times what a failover may take.
    /// </summary>
    public const int Receives = (60 * 60 / VisibilitySeconds) + 1;

    public SettlementQueues(Region region, EncryptionKeys keys) : base(region, "settlement")
    {
        Dead = new MessageQueue(this, "dead", new MessageQueueInputs { Purpose = "payments-dead", Key = keys.Data });
        Payments = new MessageQueue(this, "payments", new MessageQueueInputs
        {
            Purpose = "payments",
            Key = keys.Data,
            VisibilitySeconds = VisibilitySeconds,
            DeadLetters = (Dead, Receives),
        });
        _ = new SqsQueueRedriveAllowPolicy(this, "redrive", new SqsQueueRedriveAllowPolicyConfig
        {
            Provider = region.Provider,
            QueueUrl = Dead.Queue.Url,
            RedriveAllowPolicy = $"${{jsonencode({{redrivePermission = \"byQueue\", sourceQueueArns = [{Payments.Queue.Fqn}.arn]}})}}",
        });
    }

    public MessageQueue Payments { get; }

    /// <summary>For people: poison, and what came too often.</summary>
    public MessageQueue Dead { get; }
}
