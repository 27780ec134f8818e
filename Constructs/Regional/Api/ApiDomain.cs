using HashiCorp.Cdktf.Providers.Aws.AcmCertificateValidation;
using HashiCorp.Cdktf.Providers.Aws.ApiGatewayBasePathMapping;
using HashiCorp.Cdktf.Providers.Aws.ApiGatewayDomainName;
using HashiCorp.Cdktf.Providers.Aws.ApiGatewayStage;

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

    public ApiGatewayDomainName Domain { get; }

    public AliasTarget Target => new(Domain.RegionalDomainName, Domain.RegionalZoneId);
}
