using HashiCorp.Cdktf.Providers.Aws.CloudwatchEventEndpoint;

namespace PaymentDr;

/// <summary>
/// One address for those who tell from outside, which leads to the secondary's bus while a health check says that the primary fails. Ours
/// tell on their own region's.
/// </summary>
public sealed class GlobalEventEndpoint
{
    /// <param name="healthCheck">The arn of a health check of Route 53.</param>
    public GlobalEventEndpoint(PerRegion<RegionEvents> events, string healthCheck)
    {
        var home = new Side(events.Primary.Region);
        Endpoint = new CloudwatchEventEndpoint(home, "endpoint", new CloudwatchEventEndpointConfig
        {
            Provider = home.Region.Provider,
            Name = home.Region.SharedName("endpoint", "events"),
            Description = "Leads to the bus of the region that is well",
            EventBus = new[]
            {
                new CloudwatchEventEndpointEventBus { EventBusArn = events.Primary.Bus.Arn },
                new CloudwatchEventEndpointEventBus { EventBusArn = events.Secondary.Bus.Arn },
            },
            // It would bring to the other region what the rules forward already. Without it the endpoint does not return by itself, and nothing here does.
            ReplicationConfig = new CloudwatchEventEndpointReplicationConfig { State = "DISABLED" },
            RoutingConfig = new CloudwatchEventEndpointRoutingConfig
            {
                FailoverConfig = new CloudwatchEventEndpointRoutingConfigFailoverConfig
                {
                    Primary = new CloudwatchEventEndpointRoutingConfigFailoverConfigPrimary { HealthCheck = healthCheck },
                    Secondary = new CloudwatchEventEndpointRoutingConfigFailoverConfigSecondary { Route = events.Secondary.Region.Code },
                },
            },
        });
    }

    public CloudwatchEventEndpoint Endpoint { get; }

    private sealed class Side(Region region) : RegionalConstruct(region, "event-endpoint");
}
