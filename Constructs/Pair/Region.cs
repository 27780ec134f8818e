using HashiCorp.Cdktf.Providers.Aws.Provider;
using HashiCorp.Cdktf.Providers.Aws.Vpc;

namespace PaymentDr;

/// <summary>The scope of everything built in one AWS region: whose provider, whose names, whose account, whose network.</summary>
public sealed class Region : Construct
{
    private readonly Naming _naming;

    public Region(Construct scope, RegionRole role, RegionSettings settings, Naming naming) : base(scope, Naming.Of(role))
    {
        (Role, Code, _naming) = (role, settings.Code, naming);

        Provider = new AwsProvider(this, "aws", new AwsProviderConfig
        {
            Alias = Naming.Of(role),
            Region = settings.Code,
            DefaultTags = new[] { new AwsProviderDefaultTags { Tags = naming.TagsFor(settings.Code) } },
        });

        Vpc = new Vpc(this, "vpc", new VpcConfig
        {
            Provider = Provider,
            CidrBlock = settings.Cidr.ToString(),
            EnableDnsSupport = true,
            EnableDnsHostnames = true,
            Tags = new Dictionary<string, string> { ["Name"] = NameFor("vpc", "payments") },
        });
    }

    public RegionRole Role { get; }

    public string Code { get; }

    public AwsProvider Provider { get; }

    public Vpc Vpc { get; }

    /// <summary>Known from a resource: asking AWS who we are would make every plan need credentials.</summary>
    public string AccountId => Vpc.OwnerId;

    /// <summary>Names of IAM and S3 are global, so a regional name always carries its role.</summary>
    public string NameFor(string type, string purpose) => _naming.Regional(type, purpose, Role);
}
