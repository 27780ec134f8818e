namespace PaymentDr.Payments;

/// <summary>What a merchant asked for: valid, and never changed after.</summary>
public sealed record Payment
{
    public Payment(string merchant, string idempotencyKey, Money amount, string payer, string payee)
    {
        (Merchant, IdempotencyKey, Amount, Payer, Payee) = (merchant, idempotencyKey, amount, payer, payee);
        Id = PaymentId.Of(merchant, idempotencyKey);
        Fingerprint = Fingerprint.Of(amount, payer, payee);
    }

    public PaymentId Id { get; }

    public Fingerprint Fingerprint { get; }

    public string Merchant { get; }

    public string IdempotencyKey { get; }

    public Money Amount { get; }

    /// <summary>A token for the account that pays; never a card's number.</summary>
    public string Payer { get; }

    public string Payee { get; }
}
