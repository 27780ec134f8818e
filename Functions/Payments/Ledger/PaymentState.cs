namespace PaymentDr.Payments;

/// <summary>Where a request stands.</summary>
public enum PaymentState
{
    Accepted,
    Settled,
    Rejected,
    Disputed,
}
