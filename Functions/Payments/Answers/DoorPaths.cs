namespace PaymentDr.Payments;

/// <summary>What a door answers to.</summary>
public static class DoorPaths
{
    /// <summary>Where payments are taken on.</summary>
    public const string Payments = "/payments";

    /// <summary>Of the region: whether it can take payments on.</summary>
    public const string Health = "/health";

    /// <summary>Of one process behind a load balancer, whatever has become of its region.</summary>
    public const string Alive = "/alive";
}
