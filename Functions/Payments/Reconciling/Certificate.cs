namespace PaymentDr.Payments;

/// <summary>What a reconciliation found and did. Every request that the ledger holds is in exactly one of its numbers.</summary>
public sealed record Certificate
{
    public required Epoch Epoch { get; init; }

    public required ReconciliationScope Scope { get; init; }

    public required DateTimeOffset At { get; init; }

    public int Accepted => Settled + Rejected + Disputes.Count + InDoubt + OnTheirWay;

    public required int Settled { get; init; }

    public required int Rejected { get; init; }

    /// <summary>
    /// The books hold another request under the same key, or not what was once announced of this one. Each is listed, because people
    /// must decide.
    /// </summary>
    public required IReadOnlyList<DisputedRequest> Disputes { get; init; }

    /// <summary>This run could not bring them into the books; the next one tries again.</summary>
    public required int InDoubt { get; init; }

    /// <summary>Too young to be missed.</summary>
    public required int OnTheirWay { get; init; }

    /// <summary>Of all, how many this run had to bring into the books.</summary>
    public required int Reposted { get; init; }

    /// <summary>How many this run gave back to the ledger, because only the books knew them.</summary>
    public required int Recovered { get; init; }

    /// <summary>How long the oldest of those in doubt or on their way has waited; null when there is none.</summary>
    public required TimeSpan? OldestUnsettled { get; init; }

    /// <summary>What was accepted until then is in the books.</summary>
    public DateTimeOffset SettledThrough => At - (OldestUnsettled ?? TimeSpan.Zero);

    public required IReadOnlyCollection<Balance> Balances { get; init; }

    public bool IsBalanced => Balances.All(balance => balance.Debits == balance.Credits);
}

/// <summary>A request that was taken on and that people must decide about.</summary>
public sealed record DisputedRequest(PaymentId Id, Fingerprint Fingerprint);
