using HashiCorp.Cdktf.Providers.Aws.Route53Record;
using HashiCorp.Cdktf.Providers.Aws.Route53Zone;

namespace PaymentDr;

/// <summary>
/// The zone of the platform's names: one that exists, or one that is made here, and delegated where the zone above it is known. DNS has no
/// regions, so it is declared once.
/// </summary>
public sealed class DnsZone
{
    /// <summary>How long a resolver may go on asking the servers of a zone that is no more.</summary>
    private const int DelegationTtlSeconds = 300;

    private readonly string _name;

    public DnsZone(Region home, ZoneSettings settings, Protection protection)
    {
        _name = settings.Name;
        if (settings.Id is not null)
        {
            Id = settings.Id;
            return;
        }

        var side = new Side(home);
        var zone = new Route53Zone(side, "zone", new Route53ZoneConfig
        {
            Provider = home.Provider,
            Name = settings.Name,
            // Records that somebody made by hand would keep it from being removed.
            ForceDestroy = protection is Protection.Ephemeral,
            // Made anew it would have other servers, and its delegation lead nowhere.
            Lifecycle = protection.Lifecycle(),
            Tags = home.TagName("zone", "payments"),
        });
        (Id, NameServers) = (zone.ZoneId, zone.NameServers);
        if (settings.ParentId is not null)
        {
            Delegation =
            [
                new Route53Record(side, "delegation", new Route53RecordConfig
                {
                    Provider = home.Provider,
                    ZoneId = settings.ParentId,
                    Name = settings.Name,
                    Type = "NS",
                    Ttl = DelegationTtlSeconds,
                    Records = zone.NameServers,
                }),
            ];
        }
    }

    public string Id { get; }

    /// <summary>To which a zone that is made here has to be delegated; null of one that existed.</summary>
    public string[]? NameServers { get; }

    /// <summary>What must be there before the world finds a name in the zone; null where that is not ours to know.</summary>
    public ITerraformDependable[]? Delegation { get; }

    /// <summary>A name in the zone.</summary>
    public string NameOf(string label) => $"{label}.{_name}";

    private sealed class Side(Region home) : RegionalConstruct(home, "dns");
}
