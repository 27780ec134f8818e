using HashiCorp.Cdktf.Providers.Aws.Route53HealthCheck;
using PaymentDr.Payments;

namespace PaymentDr;

/// <summary>What Route 53 thinks of a region's door, asked by its regional name from all over the world.</summary>
public sealed class DoorHealth : RegionalConstruct
{
    private const int Https = 443;

    public DoorHealth(RegionalConstruct door, string purpose, string name, HealthCheckSettings settings) : base(door, "health")
    {
        Door = purpose;
        Check = new Route53HealthCheck(this, "check", new Route53HealthCheckConfig
        {
            Provider = Region.Provider,
            Type = "HTTPS",
            Fqdn = name,
            Port = Https,
            ResourcePath = DoorPaths.Health,
            EnableSni = true,
            RequestInterval = settings.IntervalSeconds,
            FailureThreshold = settings.Failures,
            Tags = Region.TagName("health", purpose),
        });
    }

    /// <summary>As its customers' name begins.</summary>
    public string Door { get; }

    public Route53HealthCheck Check { get; }
}
