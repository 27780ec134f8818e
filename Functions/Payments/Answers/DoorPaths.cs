namespace PaymentDr.Payments;

/// <summary>What a door answers to whoever asks how it is.</summary>
public static class DoorPaths
{
    /// <summary>Of the region: whether it can take payments on.</summary>
    public const string Health = "/health";

    /// <summary>Of one process behind a load balancer, whatever has become of its region.</summary>
    public const string Alive = "/alive";
}
