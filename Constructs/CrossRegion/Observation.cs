namespace PaymentDr;

public sealed record ObservationInputs
{
    public required Tables Tables { get; init; }

    public required GlobalDatabase Books { get; init; }

    public required PerRegion<Storage> Storage { get; init; }

    public required EventBuses Events { get; init; }

    public required Compute Compute { get; init; }

    public required FrontDoors Doors { get; init; }

    public required Watch Watch { get; init; }

    /// <summary>Null where nobody is served.</summary>
    public required Recovery? Recovery { get; init; }
}

/// <summary>What each region has that is to be looked at.</summary>
internal static class Observation
{
    /// <summary>The one region in which Route 53 publishes metrics, wherever a door is.</summary>
    public const string Route53Publishes = "us-east-1";

    public static PerRegion<Observed> Of(PerRegion<Region> regions, ObservationInputs inputs) => regions.Map(region => new Observed
    {
        Region = region,
        Peer = regions.Peer(region),
        Functions = FunctionsOf(region, inputs),
        Queues = inputs.Compute.Queues[region],
        Events = inputs.Events.Regional[region],
        Forwarding = inputs.Events.Forwarding.Rules[region],
        Pipe = inputs.Compute.Pipes[region],
        Books = inputs.Books.Clusters[region],
        Tables = inputs.Tables,
        Buckets = [.. inputs.Storage[region].Buckets.Zip(inputs.Storage.Peer(region).Buckets)],
        Certificate = inputs.Doors.Certificates?[region],
        Api = inputs.Doors.Apis?[region],
        Balancer = inputs.Doors.Services?[region] is { Tasks: not null } service ? service.Balancer : null,
        Tasks = inputs.Doors.Services?[region].Tasks,
        Checks = region.Code == Route53Publishes ? [.. inputs.Doors.Health.SelectMany(health => health.From(region))] : [],
        Workflows = WorkflowsOf(region, inputs.Recovery),
        Decide = inputs.Recovery?.Deciding.Function is { } decide && decide.Region == region ? decide : null,
    });

    private static IReadOnlyList<RegionFunction> FunctionsOf(Region region, ObservationInputs inputs)
    {
        var (payments, books, watch) = (inputs.Compute.Payments[region], inputs.Compute.BooksFunctions[region], inputs.Watch.Functions[region]);
        RegionFunction?[] functions =
        [
            payments.Authorize, payments.Validate, payments.Health, payments.Process, payments.Reconcile,
            books.Migrate, books.RotateSecret,
            watch.Probe, watch.VerifyBackups,
            inputs.Recovery?.Takeovers[region].Recover, inputs.Recovery?.Takeovers[region].Remind, inputs.Recovery?.GivingBack.Function, inputs.Recovery?.Deciding.Function, inputs.Recovery?.Drilling.Function,
        ];
        return [.. functions.OfType<RegionFunction>().Where(function => function.Region == region)];
    }

    private static IReadOnlyList<RecoveryWorkflow> WorkflowsOf(Region region, Recovery? recovery) =>
        recovery is null ? [] : [.. new[] { recovery.Takeovers[region].Failover, recovery.GivingBack.Failback }.Where(workflow => workflow.Region == region)];
}
