namespace PaymentDr.Payments;

/// <summary>What to do with a payment that only one site can hold for now.</summary>
public enum PeerLossPolicy
{
    /// <summary>Acknowledge it with <see cref="Durability.One"/>.</summary>
    Accept,

    /// <summary>Leave its outcome open: the caller asks again.</summary>
    Refuse,
}
