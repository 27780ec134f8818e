using System.Net;
using HashiCorp.Cdktf.Providers.Aws.RouteTable;
using HashiCorp.Cdktf.Providers.Aws.RouteTableAssociation;
using HashiCorp.Cdktf.Providers.Aws.Subnet;

namespace PaymentDr;

/// <summary>A subnet in one availability zone. Its id is the zone's number, so that both regions' trees have the same paths.</summary>
public sealed class ZoneSubnet : RegionalConstruct
{
    public ZoneSubnet(RegionalConstruct parent, int zone, string kind, IPNetwork cidr) : base(parent, $"zone-{zone}")
    {
        Zone = Region.Zones[zone];
        Subnet = new Subnet(this, "subnet", new SubnetConfig
        {
            Provider = Region.Provider,
            VpcId = Region.Vpc.Id,
            AvailabilityZone = Zone,
            CidrBlock = cidr.ToString(),
            Tags = Region.TagName("subnet", $"{kind}-{Zone}"),
            // Interfaces of functions, balancers and endpoints go minutes after what they belonged to.
            Timeouts = new SubnetTimeouts { Delete = Region.SlowDelete },
        });
    }

    public string Zone { get; }

    public Subnet Subnet { get; }

    public void RouteBy(RouteTable table) => _ = new RouteTableAssociation(this, "association", new RouteTableAssociationConfig
    {
        Provider = Region.Provider,
        SubnetId = Subnet.Id,
        RouteTableId = table.Id,
    });
}
