namespace PaymentDr.Payments;

/// <summary>What a reconciliation found out about one request.</summary>
internal abstract record Finding(Accepted Accepted)
{
    /// <summary>The books have spoken.</summary>
    /// <param name="Reposted">They had to be told in this run.</param>
    /// <param name="Recovered">Only they knew of it any more.</param>
    /// <param name="IsNews">The ledger learned it in this run.</param>
    public sealed record Known(Accepted Accepted, PaymentState State, bool Reposted = false, bool Recovered = false, bool IsNews = false) : Finding(Accepted);

    /// <summary>It could not be brought into the books, this time.</summary>
    public sealed record InDoubt(Accepted Accepted) : Finding(Accepted);

    /// <summary>Too young to be missed.</summary>
    public sealed record OnItsWay(Accepted Accepted) : Finding(Accepted);
}
