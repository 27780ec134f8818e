using System.Net;
using HashiCorp.Cdktf.Providers.Aws.Provider;
using HashiCorp.Cdktf.Providers.Aws.Vpc;
using PaymentDr.Payments;

namespace PaymentDr;

/// <summary>The scope of everything built in one AWS region: whose provider, whose names, whose account, whose network.</summary>
public sealed class Region : Construct
{
    /// <summary>How long Terraform waits where AWS removes network interfaces in its own time, up to 40 minutes.</summary>
    public const string SlowDelete = "45m";

    private readonly Naming _naming;

    public Region(Construct scope, RegionRole role, RegionSettings settings, Naming naming) : base(scope, Naming.Of(role))
    {
        (Role, Code, Cidr, Zones, _naming) = (role, settings.Code, settings.Cidr, settings.Zones, naming);

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
            Tags = TagName("vpc", "payments"),
        });
    }

    public RegionRole Role { get; }

    /// <summary>As the programs that run here call it.</summary>
    public Site Site => Role is RegionRole.Primary ? Site.Primary : Site.Secondary;

    public string Code { get; }

    public IPNetwork Cidr { get; }

    public IReadOnlyList<string> Zones { get; }

    public AwsProvider Provider { get; }

    public Vpc Vpc { get; }

    /// <summary>Known from a resource: asking AWS who we are would make every plan need credentials.</summary>
    public string AccountId => Vpc.OwnerId;

    /// <summary>Names of IAM and S3 are global, so a regional name always carries its role.</summary>
    public string NameFor(string type, string purpose) => _naming.Regional(type, purpose, Role);

    public string KeyAlias(string purpose) => _naming.KeyAlias(purpose, Role);

    public string BucketName(string purpose) => _naming.Bucket(purpose, Role, AccountId);

    /// <summary>Of what both regions have under the same name, because it is replicated.</summary>
    public string SharedName(string type, string purpose) => _naming.Shared(type, purpose);

    public string ParameterName(string name) => _naming.Parameter(name);

    /// <summary>Of the metrics of functions and switches. An account may have several environments.</summary>
    public string MetricNamespace => $"PaymentDr/{_naming.Suffix}";

    /// <summary>Of this region's provider, which does not reach what AWS makes by itself.</summary>
    public Dictionary<string, string> Tags => _naming.TagsFor(Code);

    /// <summary>For what the console shows by a tag, because it has no name of its own.</summary>
    public Dictionary<string, string> TagName(string type, string purpose) => new() { ["Name"] = NameFor(type, purpose) };

    /// <summary>Of the queues of this environment.</summary>
    public string QueuePattern => $"arn:aws:sqs:{Code}:{AccountId}:queue-*-{Naming.Of(Role)}-{_naming.Suffix}";

    /// <summary>Of the topics of this environment.</summary>
    public string TopicPattern => $"arn:aws:sns:{Code}:{AccountId}:topic-*-{Naming.Of(Role)}-{_naming.Suffix}";

    /// <summary>Of the alarms of this environment.</summary>
    public string AlarmPattern => $"arn:aws:cloudwatch:{Code}:{AccountId}:alarm:alarm-*-{Naming.Of(Role)}-{_naming.Suffix}";

    /// <summary>Of the log groups of this environment: names that end with its suffix, or in which a path follows it.</summary>
    public string[] LogGroupPatterns =>
        [$"arn:aws:logs:{Code}:{AccountId}:log-group:*-{_naming.Suffix}", $"arn:aws:logs:{Code}:{AccountId}:log-group:*-{_naming.Suffix}/*"];
}
