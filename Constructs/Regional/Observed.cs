using HashiCorp.Cdktf.Providers.Aws.AcmCertificateValidation;
using HashiCorp.Cdktf.Providers.Aws.CloudwatchEventRule;

namespace PaymentDr;

/// <summary>All of a region that alarms and dashboards look at. What a region does not have, because a door is closed or something stands elsewhere, is null.</summary>
public sealed record Observed
{
    public required Region Region { get; init; }

    public required Region Peer { get; init; }

    /// <summary>Each once.</summary>
    public required IReadOnlyList<RegionFunction> Functions { get; init; }

    public required SettlementQueues Queues { get; init; }

    public required RegionEvents Events { get; init; }

    public required CloudwatchEventRule Forwarding { get; init; }

    public required LedgerPipe Pipe { get; init; }

    public required BooksCluster Books { get; init; }

    public required Tables Tables { get; init; }

    /// <summary>Each with its twin in the other region.</summary>
    public required IReadOnlyList<(DataBucket Own, DataBucket Twin)> Buckets { get; init; }

    public required AcmCertificateValidation? Certificate { get; init; }

    public required PaymentApi? Api { get; init; }

    public required ServiceBalancer? Balancer { get; init; }

    public required ServiceTasks? Tasks { get; init; }

    /// <summary>Of doors, whose region publishes here what Route 53 thinks of them.</summary>
    public required IReadOnlyList<DoorHealth> Checks { get; init; }

    public required IReadOnlyList<RecoveryWorkflow> Workflows { get; init; }

    /// <summary>Null where nothing is decided in this region.</summary>
    public required RegionFunction? Decide { get; init; }

    /// <summary>Whether anybody is served, and hence anything has to be recovered.</summary>
    public bool IsServed => Workflows.Count > 0;

    /// <summary>Null where there is none of that name.</summary>
    public RegionFunction? Find(string name) => Functions.FirstOrDefault(function => function.Name == name);
}
