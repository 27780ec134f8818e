using HashiCorp.Cdktf.Providers.Aws.NatGateway;
using HashiCorp.Cdktf.Providers.Aws.NetworkAcl;
using HashiCorp.Cdktf.Providers.Aws.Route;
using HashiCorp.Cdktf.Providers.Aws.RouteTable;

namespace PaymentDr;

/// <summary>Where functions, tasks and databases live: out through NAT, in from the two networks alone.</summary>
public sealed class PrivateSubnets : RegionalConstruct
{
    private const int Https = 443;
    private const int FirstEphemeralPort = 1024;
    private const int LastPort = 65535;

    public PrivateSubnets(RegionalConstruct parent, AddressPlan addresses, PublicSubnets exits, string peerCidr) : base(parent, "private")
    {
        Subnets = [.. Region.Zones.Select((_, zone) => new ZoneSubnet(this, zone, "private", addresses.Private(zone)))];
        RouteTables = [.. Subnets.Select(BuildRoutes)];
        WaysOut = [.. Subnets.Select((subnet, zone) => LeadOut(subnet, RouteTables[zone], exits.ExitFor(zone)))];

        var own = Region.Cidr.ToString();
        _ = new NetworkAcl(this, "acl", new NetworkAclConfig
        {
            Provider = Region.Provider,
            VpcId = Region.Vpc.Id,
            SubnetIds = [.. Subnets.Select(place => place.Subnet.Id)],
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
    public IReadOnlyList<ZoneSubnet> Subnets { get; }

    public IReadOnlyList<RouteTable> RouteTables { get; }

    /// <summary>For what has to reach AWS as soon as it is there.</summary>
    public IReadOnlyList<Route> WaysOut { get; }

    private static RouteTable BuildRoutes(ZoneSubnet place)
    {
        var region = place.Region;
        var table = new RouteTable(place, "routes", new RouteTableConfig
        {
            Provider = region.Provider,
            VpcId = region.Vpc.Id,
            Tags = region.TagName("routes", $"private-{place.Zone}"),
        });
        place.RouteBy(table);
        return table;
    }

    private static Route LeadOut(ZoneSubnet place, RouteTable table, NatGateway exit) => new(place, "exit", new RouteConfig
    {
        Provider = place.Region.Provider,
        RouteTableId = table.Id,
        DestinationCidrBlock = PublicSubnets.Anywhere,
        NatGatewayId = exit.Id,
    });

    private static NetworkAclIngress In(int rule, string cidr, string protocol, int from, int to) =>
        new() { RuleNo = rule, Action = "allow", CidrBlock = cidr, Protocol = protocol, FromPort = from, ToPort = to };

    private static NetworkAclEgress Out(int rule, string cidr, string protocol, int from, int to) =>
        new() { RuleNo = rule, Action = "allow", CidrBlock = cidr, Protocol = protocol, FromPort = from, ToPort = to };
}
