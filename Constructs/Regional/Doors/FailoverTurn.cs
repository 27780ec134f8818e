using HashiCorp.Cdktf.Providers.Aws.Route53HealthCheck;

namespace PaymentDr;

/// <summary>When one of two records of the same name answers.</summary>
/// <param name="Type">As Route 53 calls it.</param>
/// <param name="Identifier">By which Route 53 tells them apart.</param>
/// <param name="Check">Without one it is well, always.</param>
public sealed record FailoverTurn(string Type, string Identifier, Route53HealthCheck? Check);
