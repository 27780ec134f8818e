using HashiCorp.Cdktf.Providers.Aws.DefaultSecurityGroup;
using HashiCorp.Cdktf.Providers.Aws.VpcEndpoint;

namespace PaymentDr;

public enum NatGateways
{
    PerZone,
    PerRegion,
}

public sealed record NetworkInputs
{
    public required NatGateways Nat { get; init; }

    /// <summary>The addresses of the network that this one is peered with.</summary>
    public required string PeerCidr { get; init; }

    public required EncryptionKey LogKey { get; init; }
}

/// <summary>What stands in a region's VPC before anything runs in it: subnets, ways in and out, who may talk to whom, and a log of it.</summary>
public sealed class Network : RegionalConstruct
{
    /// <summary>Reached without NAT, so that payment data leaves the VPC only within AWS.</summary>
    private static readonly string[] GatewayServices = ["dynamodb", "s3"];

    public Network(Region region, NetworkInputs inputs) : base(region, "network")
    {
        var addresses = new AddressPlan(region.Cidr);
        Public = new PublicSubnets(this, addresses, inputs.Nat);
        Private = new PrivateSubnets(this, addresses, Public, inputs.PeerCidr);
        Access = new AccessGroups(this);
        _ = new FlowLogs(this, inputs.LogKey);

        foreach (var service in GatewayServices)
        {
            _ = new VpcEndpoint(this, service, new VpcEndpointConfig
            {
                Provider = region.Provider,
                VpcId = region.Vpc.Id,
                ServiceName = $"com.amazonaws.{region.Code}.{service}",
                VpcEndpointType = "Gateway",
                RouteTableIds = [Public.RouteTable.Id, .. Private.RouteTables.Select(table => table.Id)],
                Tags = region.TagName("endpoint", service),
            });
        }

        // Adopted and emptied: nothing may use the group that every VPC is born with.
        _ = new DefaultSecurityGroup(this, "default-group", new DefaultSecurityGroupConfig
        {
            Provider = region.Provider,
            VpcId = region.Vpc.Id,
            Tags = region.TagName("access", "unused"),
        });
    }

    public PublicSubnets Public { get; }

    public PrivateSubnets Private { get; }

    public AccessGroups Access { get; }
}
