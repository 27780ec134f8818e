namespace PaymentDr;

/// <summary>What a name of ours can lead to in a region.</summary>
/// <param name="Name">The name that AWS gave it.</param>
/// <param name="ZoneId">Of AWS's own zone, in which that name is.</param>
public sealed record AliasTarget(string Name, string ZoneId);
