using HashiCorp.Cdktf.Providers.Aws.CloudwatchEventArchive;
using HashiCorp.Cdktf.Providers.Aws.CloudwatchEventBus;

namespace PaymentDr;

/// <summary>A region's bus, on which is told what became of payments; what was told, kept for a while; and what could not be delivered.</summary>
public sealed class RegionEvents : RegionalConstruct
{
    public RegionEvents(Region region, EncryptionKeys keys, EventSettings settings) : base(region, "events")
    {
        // Under AWS's own key. An event under one of ours could not be read where it is forwarded to: that takes a key of both regions.
        Bus = new CloudwatchEventBus(this, "bus", new CloudwatchEventBusConfig
        {
            Provider = region.Provider,
            // The same everywhere: an endpoint over two buses accepts no other.
            Name = region.SharedName("bus", "payments"),
            Description = "What became of payments",
        });
        // Also of what came from elsewhere, which can be told again here when it can no longer be there. What is replayed is not archived again.
        _ = new CloudwatchEventArchive(this, "archive", new CloudwatchEventArchiveConfig
        {
            Provider = region.Provider,
            Name = region.NameFor("archive", "payments"),
            Description = "Everything that was told on the bus",
            EventSourceArn = Bus.Arn,
            RetentionDays = settings.ArchiveDays,
        });
        Undelivered = new MessageQueue(this, "undelivered", new MessageQueueInputs
        {
            Purpose = "events-undelivered",
            Key = keys.Data,
            TakesUndelivered = true,
        });
    }

    public CloudwatchEventBus Bus { get; }

    /// <summary>For people: events of rules that have tried long enough.</summary>
    public MessageQueue Undelivered { get; }

    /// <summary>Lets a role tell.</summary>
    public PolicyStatement Put() => new()
    {
        Sid = "TellEvents",
        Actions = ["events:PutEvents"],
        Resources = [Bus.Arn],
    };
}
