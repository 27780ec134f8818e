namespace PaymentDr.Payments;

/// <summary>An amount in the smallest unit of its currency.</summary>
public readonly record struct Money(long Minor, Currency Currency)
{
    public override string ToString() => $"{Minor} {Currency.Code}";
}
