using HashiCorp.Cdktf.Providers.Aws.Eip;
using HashiCorp.Cdktf.Providers.Aws.InternetGateway;
using HashiCorp.Cdktf.Providers.Aws.NatGateway;
using HashiCorp.Cdktf.Providers.Aws.Route;
using HashiCorp.Cdktf.Providers.Aws.RouteTable;
using HashiCorp.Cdktf.Providers.Aws.RouteTableAssociation;
using HashiCorp.Cdktf.Providers.Aws.Subnet;

namespace PaymentDr;

/// <summary>The subnets that face the internet: for NAT gateways and load balancers, nothing else.</summary>
public sealed class PublicSubnets : RegionalConstruct
{
    public const string Anywhere = "0.0.0.0/0";

    private readonly NatGateway[] _exits;

    public PublicSubnets(RegionalConstruct parent, AddressPlan addresses, NatGateways nat) : base(parent, "public")
    {
        var gateway = new InternetGateway(this, "gateway", new InternetGatewayConfig
        {
            Provider = Region.Provider,
            VpcId = Region.Vpc.Id,
            Tags = Region.TagName("gateway", "internet"),
        });
        RouteTable = new RouteTable(this, "routes", new RouteTableConfig
        {
            Provider = Region.Provider,
            VpcId = Region.Vpc.Id,
            Tags = Region.TagName("routes", "public"),
        });
        _ = new Route(this, "internet", new RouteConfig
        {
            Provider = Region.Provider,
            RouteTableId = RouteTable.Id,
            DestinationCidrBlock = Anywhere,
            GatewayId = gateway.Id,
        });

        Subnets = [.. Region.Zones.Select((zone, index) => BuildSubnet(index, zone, addresses.Public(index).ToString()))];
        var zonesWithExit = nat is NatGateways.PerRegion ? 1 : Region.Zones.Count;
        _exits = [.. Subnets.Take(zonesWithExit).Select((subnet, index) => BuildNat(index, subnet, gateway))];
    }

    public RouteTable RouteTable { get; }

    /// <summary>In the order of the region's zones.</summary>
    public IReadOnlyList<Subnet> Subnets { get; }

    /// <summary>The NAT gateway of a zone, or the only one.</summary>
    public NatGateway ExitFor(int zone) => _exits[Math.Min(zone, _exits.Length - 1)];

    /// <summary>By the zone's number, so that the two regions' trees have the same paths.</summary>
    private Subnet BuildSubnet(int index, string zone, string cidr)
    {
        var subnet = new Subnet(this, $"subnet-{index}", new SubnetConfig
        {
            Provider = Region.Provider,
            VpcId = Region.Vpc.Id,
            AvailabilityZone = zone,
            CidrBlock = cidr,
            Tags = Region.TagName("subnet", $"public-{zone}"),
        });
        _ = new RouteTableAssociation(this, $"association-{index}", new RouteTableAssociationConfig
        {
            Provider = Region.Provider,
            SubnetId = subnet.Id,
            RouteTableId = RouteTable.Id,
        });
        return subnet;
    }

    private NatGateway BuildNat(int index, Subnet subnet, InternetGateway gateway)
    {
        var address = new Eip(this, $"address-{index}", new EipConfig
        {
            Provider = Region.Provider,
            Domain = "vpc",
            Tags = Region.TagName("address", $"nat-{Region.Zones[index]}"),
            // On the way out: the gateway cannot be detached while an address is mapped.
            DependsOn = [gateway],
        });
        return new NatGateway(this, $"nat-{index}", new NatGatewayConfig
        {
            Provider = Region.Provider,
            SubnetId = subnet.Id,
            AllocationId = address.Id,
            Tags = Region.TagName("nat", Region.Zones[index]),
            DependsOn = [gateway],
        });
    }
}
