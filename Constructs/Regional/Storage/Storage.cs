namespace PaymentDr;

public sealed record StorageInputs
{
    public required EncryptionKey Key { get; init; }

    public required StorageSettings Ageing { get; init; }

    public required Protection Protection { get; init; }
}

/// <summary>A region's buckets: what payments leave behind, and who looked at it.</summary>
public sealed class Storage : RegionalConstruct
{
    private static readonly string[] Purposes = ["audit", "receipts", "transactions"];

    public Storage(Region region, StorageInputs inputs) : base(region, "storage")
    {
        AccessLogs = new AccessLogBucket(this, Purposes, inputs.Protection);
        Buckets =
        [
            .. Purposes.Select(purpose => new DataBucket(this, new DataBucketInputs
            {
                Purpose = purpose,
                Key = inputs.Key,
                Ageing = inputs.Ageing,
                AccessLogs = AccessLogs,
                Protection = inputs.Protection,
            })),
        ];
    }

    /// <summary>Who looked.</summary>
    public AccessLogBucket AccessLogs { get; }

    /// <summary>In the same order in each region.</summary>
    public IReadOnlyList<DataBucket> Buckets { get; }

    /// <summary>Decisions, drills and their evidence.</summary>
    public DataBucket Audit => Buckets[0];

    /// <summary>What a customer is shown of a payment.</summary>
    public DataBucket Receipts => Buckets[1];

    /// <summary>What happened to each payment, as it was settled.</summary>
    public DataBucket Transactions => Buckets[2];
}
