namespace PaymentDr.Payments;

/// <summary>What became of an attempt to settle.</summary>
public abstract record SettlementResult
{
    private SettlementResult()
    {
    }

    /// <summary>The books have spoken, and the ledger says so.</summary>
    public sealed record Done(PaymentState State) : SettlementResult;

    /// <summary>Its reign has ended. Reconciliation settles it under the present one.</summary>
    public sealed record Stale : SettlementResult;

    /// <summary>Not at this site, or not yet: try again.</summary>
    public sealed record Later : SettlementResult;
}
