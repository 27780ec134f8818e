using HashiCorp.Cdktf.Providers.Aws.SecurityGroup;
using HashiCorp.Cdktf.Providers.Aws.VpcSecurityGroupEgressRule;
using HashiCorp.Cdktf.Providers.Aws.VpcSecurityGroupIngressRule;

namespace PaymentDr;

/// <summary>A security group for each role that something in the VPC plays, with the fewest ports.</summary>
public sealed class AccessGroups : RegionalConstruct
{
    private const int Https = 443;

    /// <summary>Where the payment service listens, with TLS of its own.</summary>
    public const int ServicePort = 8443;

    public AccessGroups(RegionalConstruct parent) : base(parent, "access")
    {
        Functions = Group("functions", "Functions that reach the services of AWS");
        AllowOutToInternet(Functions, "functions-out", Https);

        // Nothing connects to the database: its Data API reaches it from within the service.
        Database = Group("database", "The books: no connection in, none out");

        LoadBalancer = Group("balancer", "The public door of the payment service");
        Service = Group("service", "Tasks of the payment service, behind the balancer");
        _ = new VpcSecurityGroupIngressRule(this, "balancer-in", new VpcSecurityGroupIngressRuleConfig
        {
            Provider = Region.Provider,
            SecurityGroupId = LoadBalancer.Id,
            CidrIpv4 = PublicSubnets.Anywhere,
            IpProtocol = "tcp",
            FromPort = Https,
            ToPort = Https,
            Tags = Region.TagName("rule", "balancer-in"),
        });
        _ = new VpcSecurityGroupEgressRule(this, "balancer-out", new VpcSecurityGroupEgressRuleConfig
        {
            Provider = Region.Provider,
            SecurityGroupId = LoadBalancer.Id,
            ReferencedSecurityGroupId = Service.Id,
            IpProtocol = "tcp",
            FromPort = ServicePort,
            ToPort = ServicePort,
            Tags = Region.TagName("rule", "balancer-out"),
        });
        _ = new VpcSecurityGroupIngressRule(this, "service-in", new VpcSecurityGroupIngressRuleConfig
        {
            Provider = Region.Provider,
            SecurityGroupId = Service.Id,
            ReferencedSecurityGroupId = LoadBalancer.Id,
            IpProtocol = "tcp",
            FromPort = ServicePort,
            ToPort = ServicePort,
            Tags = Region.TagName("rule", "service-in"),
        });
        AllowOutToInternet(Service, "service-out", Https);
    }

    public SecurityGroup Functions { get; }

    public SecurityGroup Database { get; }

    public SecurityGroup LoadBalancer { get; }

    public SecurityGroup Service { get; }

    /// <summary>AWS refuses a group's name that begins with "sg-".</summary>
    private SecurityGroup Group(string purpose, string description) => new(this, purpose, new SecurityGroupConfig
    {
        Provider = Region.Provider,
        Name = Region.NameFor("access", purpose),
        Description = description,
        VpcId = Region.Vpc.Id,
        // The balancer's and the service's rules name each other's groups.
        RevokeRulesOnDelete = true,
        Tags = Region.TagName("access", purpose),
        Timeouts = new SecurityGroupTimeouts { Delete = Region.SlowDelete },
    });

    private void AllowOutToInternet(SecurityGroup group, string id, int port) =>
        _ = new VpcSecurityGroupEgressRule(this, id, new VpcSecurityGroupEgressRuleConfig
        {
            Provider = Region.Provider,
            SecurityGroupId = group.Id,
            CidrIpv4 = PublicSubnets.Anywhere,
            IpProtocol = "tcp",
            FromPort = port,
            ToPort = port,
            Tags = Region.TagName("rule", id),
        });
}
