namespace PaymentDr;

/// <summary>What is told of payments.</summary>
/// <param name="ArchiveDays">How long it can be told again.</param>
/// <param name="GlobalEndpointHealthCheckArn">The health check by which an endpoint over both buses chooses; null where there is no endpoint.</param>
public sealed record EventSettings(int ArchiveDays, string? GlobalEndpointHealthCheckArn);
