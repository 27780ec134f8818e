namespace PaymentDr.Payments;

/// <summary>
/// One site's replica of the ledger. Every call sees what this replica holds now; what is written here reaches the other one later, item
/// by item, and there the last writer wins. A call that throws <see cref="UnreachableException"/> may still take effect.
/// </summary>
public interface ILedger
{
    Site Site { get; }

    Task<PaymentFacts> ReadAsync(PaymentId payment, CancellationToken cancellation);

    /// <summary>Adds the fact and its guard together, unless the guard already stands for another request.</summary>
    Task<Entry> AcceptAsync(Accepted accepted, CancellationToken cancellation);

    /// <summary>Adds a fact unless one stands under its key.</summary>
    Task AddAsync(Fact fact, CancellationToken cancellation);

    /// <summary>The highest epoch that this replica knows.</summary>
    Task<Epoch> CurrentEpochAsync(CancellationToken cancellation);

    /// <summary>False when this replica already knows of this epoch.</summary>
    Task<bool> BeginAsync(Epoch epoch, CancellationToken cancellation);

    /// <summary>What was accepted from one time until before another, by the clock of whoever accepted it; the last seconds may be missing.</summary>
    Task<IReadOnlyCollection<Accepted>> AcceptedAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation);
}

/// <summary>What a replica made of a request.</summary>
public abstract record Entry
{
    private Entry()
    {
    }

    /// <summary>It stands here, <paramref name="IsNew"/> by this call. The fact may be older than the one that was offered.</summary>
    public sealed record Stands(Accepted Accepted, bool IsNew) : Entry;

    /// <summary>Nothing was written: the key stands for another request.</summary>
    public sealed record Refused(Guard Guard) : Entry;
}
