using HashiCorp.Cdktf.Providers.Aws.Route53Record;

namespace PaymentDr;

/// <summary>Leads a name of the zone to a region.</summary>
public static class AliasRecord
{
    /// <param name="turn">Null where the name leads there and nowhere else.</param>
    public static Route53Record Declare(RegionalConstruct owner, string id, DnsZone zone, string name, AliasTarget target, FailoverTurn? turn = null) => new(owner, id, new Route53RecordConfig
    {
        Provider = owner.Region.Provider,
        ZoneId = zone.Id,
        Name = name,
        Type = "A",
        SetIdentifier = turn?.Identifier,
        FailoverRoutingPolicy = turn is null ? null : new Route53RecordFailoverRoutingPolicy { Type = turn.Type },
        HealthCheckId = turn?.Check?.Id,
        Alias = new Route53RecordAlias
        {
            Name = target.Name,
            ZoneId = target.ZoneId,
            // Of an API this says nothing, and who asks a region by its own name wants an answer however it is. Between regions checks decide.
            EvaluateTargetHealth = false,
        },
    });
}
