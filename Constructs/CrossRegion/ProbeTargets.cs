using System.Text.Json.Nodes;

namespace PaymentDr;

/// <summary>What each region's probe looks at, as the probe reads it.</summary>
public sealed class ProbeTargets(PerRegion<Region> regions, PerRegion<SettlementQueues> queues, ReplicatedLogin drillKey, FrontDoorNames names)
{
    public string Of(Region region) => new JsonObject
    {
        ["peerHealth"] = new JsonArray($"https://{names.Regional.Peer(region)}/health"),
        ["customerHealth"] = new JsonArray($"https://{names.Customers}/health"),
        ["primaryRegion"] = regions.Primary.Code,
        ["queueUrl"] = queues[region].Payments.Queue.Url,
        ["peerQueueUrl"] = queues.Peer(region).Payments.Queue.Url,
        ["syntheticPayments"] = $"https://{names.Regional[region]}/payments",
        ["syntheticKeySecret"] = drillKey.Arns[region],
    }.ToJsonString();
}

/// <summary>The names of a door.</summary>
/// <param name="Customers">The one that leads to whichever region serves.</param>
/// <param name="Regional">The one that leads to a region, however it is.</param>
public sealed record FrontDoorNames(string Customers, PerRegion<string> Regional);
