using HashiCorp.Cdktf.Providers.Aws.Route;
using HashiCorp.Cdktf.Providers.Aws.VpcPeeringConnection;
using HashiCorp.Cdktf.Providers.Aws.VpcPeeringConnectionAccepter;
using HashiCorp.Cdktf.Providers.Aws.VpcPeeringConnectionOptions;

namespace PaymentDr;

/// <summary>The two networks as one: asked for by the primary, accepted by the secondary, with routes and names both ways.</summary>
public sealed class NetworkPeering
{
    public NetworkPeering(PerRegion<Network> networks)
    {
        var (requester, accepter) = networks.Map(network => new Side(network));

        var request = new VpcPeeringConnection(requester, "connection", new VpcPeeringConnectionConfig
        {
            Provider = requester.Region.Provider,
            VpcId = requester.Region.Vpc.Id,
            PeerVpcId = accepter.Region.Vpc.Id,
            PeerRegion = accepter.Region.Code,
            AutoAccept = false,
            Tags = requester.Region.TagName("peering", "payments"),
        });
        var acceptance = new VpcPeeringConnectionAccepterA(accepter, "acceptance", new VpcPeeringConnectionAccepterAConfig
        {
            Provider = accepter.Region.Provider,
            VpcPeeringConnectionId = request.Id,
            AutoAccept = true,
            Tags = accepter.Region.TagName("peering", "payments"),
        });

        // By the acceptance's id, so that they come after it: AWS refuses options and drops routes of a pending connection.
        _ = new VpcPeeringConnectionOptions(requester, "options", new VpcPeeringConnectionOptionsConfig
        {
            Provider = requester.Region.Provider,
            VpcPeeringConnectionId = acceptance.Id,
            Requester = new VpcPeeringConnectionOptionsRequester { AllowRemoteVpcDnsResolution = true },
        });
        _ = new VpcPeeringConnectionOptions(accepter, "options", new VpcPeeringConnectionOptionsConfig
        {
            Provider = accepter.Region.Provider,
            VpcPeeringConnectionId = acceptance.Id,
            Accepter = new VpcPeeringConnectionOptionsAccepter { AllowRemoteVpcDnsResolution = true },
        });
        requester.RouteTo(accepter.Region, acceptance.Id);
        accepter.RouteTo(requester.Region, acceptance.Id);
    }

    /// <summary>One region's end of the connection.</summary>
    private sealed class Side(Network network) : RegionalConstruct(network.Region, "peering")
    {
        public void RouteTo(Region peer, string connectionId)
        {
            foreach (var (index, table) in network.Private.RouteTables.Index())
            {
                _ = new Route(this, $"route-{index}", new RouteConfig
                {
                    Provider = Region.Provider,
                    RouteTableId = table.Id,
                    DestinationCidrBlock = peer.Cidr.ToString(),
                    VpcPeeringConnectionId = connectionId,
                });
            }
        }
    }
}
