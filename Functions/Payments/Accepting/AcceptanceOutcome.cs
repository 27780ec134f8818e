namespace PaymentDr.Payments;

/// <summary>What became of a request.</summary>
public abstract record AcceptanceOutcome
{
    private AcceptanceOutcome()
    {
    }

    /// <summary>The payment is taken on and will not be lost.</summary>
    public sealed record Acknowledged(Accepted Accepted, Standing Standing, Durability Durability, bool IsNew) : AcceptanceOutcome;

    /// <summary>The key stands for another request: this one was not taken on and never will be.</summary>
    public sealed record KeyReused : AcceptanceOutcome;

    /// <summary>It may have been taken on, or may be yet. The same request again finds out.</summary>
    public sealed record Unknown : AcceptanceOutcome;
}
