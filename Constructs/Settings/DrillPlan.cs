namespace PaymentDr;

/// <summary>Drills of the failover.</summary>
/// <param name="Schedule">When one is held by itself, as EventBridge writes it; null where people start each.</param>
/// <param name="ObjectiveSeconds">From the switch until the drill's name leads to the other region.</param>
public sealed record DrillPlan(string? Schedule, int ObjectiveSeconds);
