using HashiCorp.Cdktf.Providers.Aws.Eip;
using HashiCorp.Cdktf.Providers.Aws.InternetGateway;
using HashiCorp.Cdktf.Providers.Aws.NatGateway;
using HashiCorp.Cdktf.Providers.Aws.Route;
using HashiCorp.Cdktf.Providers.Aws.RouteTable;

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
        Internet = new Route(this, "internet", new RouteConfig
        {
            Provider = Region.Provider,
            RouteTableId = RouteTable.Id,
            DestinationCidrBlock = Anywhere,
            GatewayId = gateway.Id,
        });

        Subnets = [.. Region.Zones.Select((_, zone) => new ZoneSubnet(this, zone, "public", addresses.Public(zone)))];
        foreach (var subnet in Subnets)
        {
            subnet.RouteBy(RouteTable);
        }

        var zonesWithExit = nat is NatGateways.PerRegion ? 1 : Subnets.Count;
        _exits = [.. Subnets.Take(zonesWithExit).Select(subnet => BuildNat(subnet, gateway))];
    }

    public RouteTable RouteTable { get; }

    /// <summary>The way there.</summary>
    public Route Internet { get; }

    /// <summary>In the order of the region's zones.</summary>
    public IReadOnlyList<ZoneSubnet> Subnets { get; }

    /// <summary>The NAT gateway of a zone, or the only one.</summary>
    public NatGateway ExitFor(int zone) => _exits[Math.Min(zone, _exits.Length - 1)];

    private static NatGateway BuildNat(ZoneSubnet place, InternetGateway gateway)
    {
        var region = place.Region;
        var address = new Eip(place, "address", new EipConfig
        {
            Provider = region.Provider,
            Domain = "vpc",
            Tags = region.TagName("address", $"nat-{place.Zone}"),
            // On the way out: the gateway cannot be detached while an address is mapped.
            DependsOn = [gateway],
        });
        return new NatGateway(place, "nat", new NatGatewayConfig
        {
            Provider = region.Provider,
            SubnetId = place.Subnet.Id,
            AllocationId = address.Id,
            Tags = region.TagName("nat", place.Zone),
            DependsOn = [gateway],
        });
    }
}
