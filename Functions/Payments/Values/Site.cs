namespace PaymentDr.Payments;

/// <summary>One of the two regions, by its part in the pair rather than by its name.</summary>
public enum Site
{
    Primary,
    Secondary,
}
