using PaymentDr.Payments;

namespace PaymentDr;

/// <summary>The tables that both regions share.</summary>
public sealed class Tables
{
    public Tables(PerRegion<Region> regions, PerRegion<EncryptionKeys> keys, Protection protection)
    {
        Ledger = new GlobalTable(regions, new GlobalTableInputs
        {
            Purpose = "ledger",
            PartitionKey = LedgerSchema.PartitionKey,
            SortKey = LedgerSchema.SortKey,
            Index = (LedgerSchema.HourIndex, LedgerSchema.Hour, LedgerSchema.AcceptedAt),
            Keys = keys,
            Protection = protection,
        });
        Sessions = new GlobalTable(regions, new GlobalTableInputs
        {
            Purpose = "sessions",
            PartitionKey = "session",
            ExpiryAttribute = "expiresAt",
            Keys = keys,
            Protection = protection,
        });
    }

    /// <summary>The facts that payments consist of. Nothing in it is ever changed or removed.</summary>
    public GlobalTable Ledger { get; }

    /// <summary>Checkout sessions and finished answers, for a while: losing one costs a customer a retry, and never money.</summary>
    public GlobalTable Sessions { get; }
}
