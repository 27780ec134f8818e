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

    public TimeSpan StandbyProof { get; init; } = TimeSpan.FromMinutes(1);

    public TimeSpan WriterPatience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The ledger restores what the books lose.</summary>
    public bool AllowRelationalLoss { get; init; } = true;

    /// <summary>Applies where relational loss is not allowed.</summary>
    public TimeSpan LagLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Lag counts as the highest of this long before the first failed probe: later it says little.</summary>
    public TimeSpan LagWindow { get; init; } = TimeSpan.FromMinutes(5);
}
