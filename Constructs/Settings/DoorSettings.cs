namespace PaymentDr;

/// <summary>The zone of the platform's names.</summary>
/// <param name="Id">Of an existing zone; null where the stack makes one.</param>
/// <param name="ParentId">Of the existing zone in which the one that the stack makes is delegated; null where people do that.</param>
public sealed record ZoneSettings(string Name, string? Id = null, string? ParentId = null);

/// <summary>Which doors the platform has.</summary>
public sealed record DoorSettings(bool Api);

/// <summary>How much the API takes, in each region.</summary>
/// <param name="RequestsPerSecond">Of one method, in the long run.</param>
/// <param name="Burst">Of one method, at once.</param>
/// <param name="RequestsPerAddress">In five minutes, from one address.</param>
public sealed record ApiSettings(int RequestsPerSecond, int Burst, int RequestsPerAddress);
