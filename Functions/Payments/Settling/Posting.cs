namespace PaymentDr.Payments;

/// <summary>One side of a double entry.</summary>
public sealed record Posting(string Account, Money Amount, PostingSide Side)
{
    /// <summary>What a payment means in the books: as much credited as debited.</summary>
    public static IReadOnlyList<Posting> Of(Payment payment) =>
    [
        new(payment.Payer, payment.Amount, PostingSide.Debit),
        new(payment.Payee, payment.Amount, PostingSide.Credit),
    ];
}

/// <summary>The sides of a double entry.</summary>
public enum PostingSide
{
    Debit,
    Credit,
}
