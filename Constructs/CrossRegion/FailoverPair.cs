using HashiCorp.Cdktf.Providers.Aws.Route53HealthCheck;

namespace PaymentDr;

public sealed record FailoverPairInputs
{
    public required string Name { get; init; }

    public required DnsZone Zone { get; init; }

    public required PerRegion<AliasTarget> Targets { get; init; }

    /// <summary>What Route 53 thinks of the door behind it, in the primary.</summary>
    public required Route53HealthCheck Health { get; init; }

    public required TrafficSwitch Switch { get; init; }
}

/// <summary>
/// A name that leads to the primary while it is well there and nobody has moved the switch, and to the secondary otherwise. DNS has no regions, so it is
/// declared once.
/// </summary>
public sealed class FailoverPair
{
    public FailoverPair(PerRegion<Region> regions, string purpose, FailoverPairInputs inputs)
    {
        var home = new Side(regions.Primary, purpose);
        var both = new Route53HealthCheck(home, "check", new Route53HealthCheckConfig
        {
            Provider = home.Region.Provider,
            Type = "CALCULATED",
            ChildHealthchecks = [inputs.Health.Id, inputs.Switch.Check.Id],
            ChildHealthThreshold = 2,
            Tags = home.Region.TagName("health", $"failover-{purpose}"),
        });
        Records =
        [
            Lead("primary", inputs.Targets.Primary, new FailoverTurn("PRIMARY", regions.Primary.NameFor("record", purpose), both)),
            // Were it ill as well, Route 53 would answer with the primary, where nobody may write.
            Lead("secondary", inputs.Targets.Secondary, new FailoverTurn("SECONDARY", regions.Secondary.NameFor("record", purpose), Check: null)),
        ];

        ITerraformDependable Lead(string id, AliasTarget target, FailoverTurn turn) =>
            AliasRecord.Declare(home, id, inputs.Zone, inputs.Name, target, turn);
    }

    public IReadOnlyList<ITerraformDependable> Records { get; }

    private sealed class Side(Region home, string purpose) : RegionalConstruct(home, $"failover-{purpose}");
}
