namespace PaymentDr.Payments;

/// <summary>How sure a decision must be.</summary>
public sealed record DecisionRules
{
    /// <summary>So many probes in a row, a minute apart.</summary>
    public int ProbesInAgreement { get; init; } = 3;

    /// <summary>
    /// From the first of them to the last: two intervals of a minute, less what a schedule is early or late. The loss itself is up to a minute
    /// older than the first.
    /// </summary>
    public TimeSpan ProbesSpan { get; init; } = TimeSpan.FromSeconds(110);

    /// <summary>An older probe, or a wider gap between two, is silence.</summary>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>A payment is made every minute, and one may be missed. It counts from when it was sent, and is known when it was answered.</summary>
    public TimeSpan StandbyProof { get; init; } = TimeSpan.FromSeconds(135);

    /// <summary>Certificates come every five minutes, and one may be missed: by then the last one is ten minutes old, and what took it on its way.</summary>
    public TimeSpan WriterPatience { get; init; } = TimeSpan.FromMinutes(11);

    /// <summary>The ledger restores what the books lose.</summary>
    public bool AllowRelationalLoss { get; init; } = true;

    /// <summary>Applies where relational loss is not allowed.</summary>
    public TimeSpan LagLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Lag counts as the highest of this long before the first failed probe: later it says little.</summary>
    public TimeSpan LagWindow { get; init; } = TimeSpan.FromMinutes(5);
}
