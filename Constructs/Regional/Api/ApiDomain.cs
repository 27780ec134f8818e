using HashiCorp.Cdktf.Providers.Aws.AcmCertificateValidation;
using HashiCorp.Cdktf.Providers.Aws.ApiGatewayBasePathMapping;
using HashiCorp.Cdktf.Providers.Aws.ApiGatewayDomainName;
using HashiCorp.Cdktf.Providers.Aws.ApiGatewayStage;
using HashiCorp.Cdktf.Providers.Aws.Route53Record;

namespace PaymentDr;

public sealed record ApiDomainInputs
{
    public required string Name { get; init; }

    public required AcmCertificateValidation Certificate { get; init; }

    public required ApiGatewayStage Stage { get; init; }
}

/// <summary>A name under which a region's API answers. Another region's may answer under the same: DNS says who is asked.</summary>
public sealed class ApiDomain : RegionalConstruct
{
    public ApiDomain(RegionalConstruct parent, string purpose, ApiDomainInputs inputs) : base(parent, purpose)
    {
        Domain = new ApiGatewayDomainName(this, "domain", new ApiGatewayDomainNameConfig
        {
            Provider = Region.Provider,
            DomainName = inputs.Name,
            RegionalCertificateArn = inputs.Certificate.CertificateArn,
            SecurityPolicy = "TLS_1_2",
            EndpointConfiguration = new ApiGatewayDomainNameEndpointConfiguration { Types = ["REGIONAL"] },
            Tags = Region.TagName("domain", purpose),
        });
        _ = new ApiGatewayBasePathMapping(this, "mapping", new ApiGatewayBasePathMappingConfig
        {
            Provider = Region.Provider,
            DomainName = Domain.DomainName,
            ApiId = inputs.Stage.RestApiId,
            StageName = inputs.Stage.StageName,
        });
    }

    /// <summary>What an alias has to lead to: its regional name and zone.</summary>
    public ApiGatewayDomainName Domain { get; }

    /// <summary>Leads the name here, and nowhere else.</summary>
    public void Publish(DnsZone zone) => _ = new Route53Record(this, "record", new Route53RecordConfig
    {
        Provider = Region.Provider,
        ZoneId = zone.Id,
        Name = Domain.DomainName,
        Type = "A",
        Alias = new Route53RecordAlias
        {
            Name = Domain.RegionalDomainName,
            ZoneId = Domain.RegionalZoneId,
            // Of an API this says nothing.
            EvaluateTargetHealth = false,
        },
    });
}
