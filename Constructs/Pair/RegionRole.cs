namespace PaymentDr;

public enum RegionRole
{
    Primary,
    Secondary,
}
