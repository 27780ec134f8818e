using HashiCorp.Cdktf.Providers.Aws.NatGateway;
using HashiCorp.Cdktf.Providers.Aws.NetworkAcl;
using HashiCorp.Cdktf.Providers.Aws.Route;
using HashiCorp.Cdktf.Providers.Aws.RouteTable;
using HashiCorp.Cdktf.Providers.Aws.RouteTableAssociation;
using HashiCorp.Cdktf.Providers.Aws.Subnet;

namespace PaymentDr;

/// <summary>Where functions, tasks and databases live: out through NAT, in from the two networks alone.</summary>
public sealed class PrivateSubnets : RegionalConstruct
{
    private const int Https = 443;
    private const int FirstEphemeralPort = 1024;
    private const int LastPort = 65535;

    public PrivateSubnets(RegionalConstruct parent, AddressPlan addresses, PublicSubnets exits, string peerCidr) : base(parent, "private")
    {
        Subnets = [.. Region.Zones.Select((zone, index) => BuildSubnet(index, zone, addresses.Private(index).ToString()))];
        RouteTables = [.. Region.Zones.Select((zone, index) => BuildRoutes(index, zone, Subnets[index], exits.ExitFor(index)))];

        var own = Region.Cidr.ToString();
        _ = new NetworkAcl(this, "acl", new NetworkAclConfig
        {
            Provider = Region.Provider,
            VpcId = Region.Vpc.Id,
            SubnetIds = [.. Subnets.Select(subnet => subnet.Id)],
            Ingress = new[]
            {
                In(100, own, "-1", 0, 0),
                In(110, peerCidr, "tcp", Https, Https),
                // The list keeps no state: answers to what went out through NAT come in here.
                In(120, PublicSubnets.Anywhere, "tcp", FirstEphemeralPort, LastPort),
            },
            Egress = new[]
            {
                Out(100, own, "-1", 0, 0),
                Out(110, PublicSubnets.Anywhere, "tcp", Https, Https),
                Out(120, peerCidr, "tcp", FirstEphemeralPort, LastPort),
            },
            Tags = Region.TagName("acl", "private"),
        });
    }

    /// <summary>In the order of the region's zones, as the route tables.</summary>
    public IReadOnlyList<Subnet> Subnets { get; }

    public IReadOnlyList<RouteTable> RouteTables { get; }

    private Subnet BuildSubnet(int index, string zone, string cidr) => new(this, $"subnet-{index}", new SubnetConfig
    {
        Provider = Region.Provider,
        VpcId = Region.Vpc.Id,
        AvailabilityZone = zone,
        CidrBlock = cidr,
        Tags = Region.TagName("subnet", $"private-{zone}"),
        // Interfaces of functions and endpoints go minutes after what they belonged to.
        Timeouts = new SubnetTimeouts { Delete = Region.SlowDelete },
    });

    private RouteTable BuildRoutes(int index, string zone, Subnet subnet, NatGateway exit)
    {
        var table = new RouteTable(this, $"routes-{index}", new RouteTableConfig
        {
            Provider = Region.Provider,
            VpcId = Region.Vpc.Id,
            Tags = Region.TagName("routes", $"private-{zone}"),
        });
        _ = new RouteTableAssociation(this, $"association-{index}", new RouteTableAssociationConfig
        {
            Provider = Region.Provider,
            SubnetId = subnet.Id,
            RouteTableId = table.Id,
        });
        _ = new Route(this, $"exit-{index}", new RouteConfig
        {
            Provider = Region.Provider,
            RouteTableId = table.Id,
            DestinationCidrBlock = PublicSubnets.Anywhere,
            NatGatewayId = exit.Id,
        });
        return table;
    }

    private static NetworkAclIngress In(int rule, string cidr, string protocol, int from, int to) =>
        new() { RuleNo = rule, Action = "allow", CidrBlock = cidr, Protocol = protocol, FromPort = from, ToPort = to };

    private static NetworkAclEgress Out(int rule, string cidr, string protocol, int from, int to) =>
        new() { RuleNo = rule, Action = "allow", CidrBlock = cidr, Protocol = protocol, FromPort = from, ToPort = to };
}
