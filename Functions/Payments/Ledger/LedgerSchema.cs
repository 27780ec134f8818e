namespace PaymentDr.Payments;

/// <summary>How facts lie in the ledger's table: the names that whoever creates, fills, streams and lists it must agree on.</summary>
public static class LedgerSchema
{
    /// <summary>A payment's id, or what is not of one payment: <see cref="Reigns"/>, or what a site saw.</summary>
    public const string PartitionKey = "payment";

    /// <summary>A fact's key.</summary>
    public const string SortKey = "fact";

    /// <summary>The site that owes the settlement: streams are filtered by it.</summary>
    public const string Owner = "owner";

    /// <summary>Lists what was accepted in an hour, over <see cref="Shards"/>, so that no partition takes all of an hour.</summary>
    public const string HourIndex = "by-hour";

    public const string Hour = "hour";

    public const string AcceptedAt = "acceptedAt";

    public const int Shards = 16;

    /// <summary>The partition of all epochs.</summary>
    public const string Reigns = "reigns";

    public const string Fingerprint = "fingerprint";
    public const string Merchant = "merchant";
    public const string IdempotencyKey = "idempotencyKey";
    public const string Amount = "amount";
    public const string Currency = "currency";
    public const string Payer = "payer";
    public const string Payee = "payee";
    public const string Epoch = "epoch";
    public const string Reason = "reason";

    /// <summary>The partition of what a site saw of the platform, which only that site writes.</summary>
    public static string Sightings(Site site) => $"sightings#{site}";

    /// <summary>The partition of a site's health, which anybody may ask for: however often, it takes nothing from any other.</summary>
    public static string Health(Site site) => $"health#{site}";
}
