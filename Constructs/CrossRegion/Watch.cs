using System.Text.Json.Nodes;
using PaymentDr.Payments;

namespace PaymentDr;

public sealed record WatchInputs
{
    public required Compute Compute { get; init; }

    public required DailyBackups Backups { get; init; }

    public required FrontDoors Doors { get; init; }

    public required ReplicatedLogin DrillKey { get; init; }
}

/// <summary>Each region looks at itself, and at the other.</summary>
public sealed class Watch
{
    private readonly PerRegion<Region> _regions;
    private readonly WatchInputs _inputs;

    public Watch(PerRegion<Region> regions, WatchInputs inputs)
    {
        (_regions, _inputs) = (regions, inputs);
        Functions = inputs.Compute.Sites.Map(site => new WatchFunctions(new WatchFunctionsInputs
        {
            Site = site,
            Queues = inputs.Compute.Queues.From(site.Region),
            Vaults = inputs.Backups.Vaults.From(site.Region),
            BackedUp = inputs.Backups.Resources,
            DrillKey = inputs.DrillKey,
            Probe = inputs.Doors.Open.Count == 0 ? null : ProbeOf(site.Region),
        }));
    }

    public PerRegion<WatchFunctions> Functions { get; }

    /// <summary>What a region's probe looks at, as it reads it.</summary>
    private string ProbeOf(Region region)
    {
        var doors = _inputs.Doors.Open;
        return new JsonObject
        {
            ["peerHealth"] = Addresses(doors.Select(door => door.Regional.Peer(region)), DoorPaths.Health),
            ["customerHealth"] = Addresses(doors.Select(door => door.Customers), DoorPaths.Health),
            ["primaryRegion"] = _regions.Primary.Code,
            ["queueUrl"] = _inputs.Compute.Queues[region].Payments.Queue.Url,
            ["peerQueueUrl"] = _inputs.Compute.Queues.Peer(region).Payments.Queue.Url,
            ["syntheticPayments"] = Addresses(doors.Select(door => door.Regional[region]), DoorPaths.Payments),
            ["syntheticKeySecret"] = _inputs.DrillKey.Arns[region],
        }.ToJsonString();
    }

    private static JsonArray Addresses(IEnumerable<string> names, string path) => new([.. names.Select(name => $"https://{name}{path}")]);
}
