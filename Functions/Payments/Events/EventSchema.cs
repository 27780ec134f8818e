namespace PaymentDr.Payments;

/// <summary>The words of events: what those who tell, forward and hear them must agree on.</summary>
public static class EventSchema
{
    public const string Source = "payment-dr.payments";

    public const string PaymentSettled = "PaymentSettled";
    public const string PaymentRejected = "PaymentRejected";
    public const string PaymentDisputed = "PaymentDisputed";

    /// <summary>The site that told it first; forwarding leaves it as it is.</summary>
    public const string Site = "site";

    /// <summary>By which an event is known that comes twice.</summary>
    public const string Id = "id";

    public const string Payment = "payment";
    public const string Merchant = "merchant";
    public const string Amount = "amount";
    public const string Currency = "currency";
    public const string AcceptedAt = "acceptedAt";
    public const string Epoch = "epoch";

    /// <summary>What became of money: the other region hears of it, too. Whatever else is told stays in its region.</summary>
    public static IReadOnlyList<string> Critical { get; } = [PaymentSettled, PaymentRejected, PaymentDisputed];

    public static string TypeOf(PaymentState state) => state switch
    {
        PaymentState.Settled => PaymentSettled,
        PaymentState.Rejected => PaymentRejected,
        PaymentState.Disputed => PaymentDisputed,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Nothing became of it yet."),
    };
}
