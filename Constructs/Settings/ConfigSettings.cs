namespace PaymentDr;

/// <summary>What AWS Config judges.</summary>
/// <param name="Rules">Whether it judges if each region is ready to take over.</param>
/// <param name="OwnsRecorder">Whether the recorder that it judges by, one for an account in a region, is this stack's.</param>
public sealed record ConfigSettings(bool Rules, bool OwnsRecorder);
