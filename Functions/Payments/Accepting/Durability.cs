namespace PaymentDr.Payments;

/// <summary>How many sites confirmed, to this very request, that they hold the payment.</summary>
public enum Durability
{
    One,
    Both,
}
