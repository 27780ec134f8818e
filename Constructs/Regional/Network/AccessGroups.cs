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
        AllowOut("functions-out", Functions, Https, PublicSubnets.Anywhere);

        // Nothing connects to the database: its Data API reaches it from within the service.
        Database = Group("database", "The books: no connection in, none out");

        LoadBalancer = Group("balancer", "The public door of the payment service");
        Service = Group("service", "Tasks of the payment service, behind the balancer");
        AllowIn("balancer-in", LoadBalancer, Https, PublicSubnets.Anywhere);
        AllowOut("balancer-out", LoadBalancer, ServicePort, to: Service);
        AllowIn("service-in", Service, ServicePort, from: LoadBalancer);
        AllowOut("service-out", Service, Https, PublicSubnets.Anywhere);
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

    /// <summary>From an address range or from another group.</summary>
    private void AllowIn(string id, SecurityGroup group, int port, string? cidr = null, SecurityGroup? from = null) =>
        _ = new VpcSecurityGroupIngressRule(this, id, new VpcSecurityGroupIngressRuleConfig
        {
            Provider = Region.Provider,
            SecurityGroupId = group.Id,
            CidrIpv4 = cidr,
            ReferencedSecurityGroupId = from?.Id,
            IpProtocol = "tcp",
            FromPort = port,
            ToPort = port,
            Tags = Region.TagName("rule", id),
        });

    /// <summary>To an address range or to another group.</summary>
    private void AllowOut(string id, SecurityGroup group, int port, string? cidr = null, SecurityGroup? to = null) =>
        _ = new VpcSecurityGroupEgressRule(this, id, new VpcSecurityGroupEgressRuleConfig
        {
            Provider = Region.Provider,
            SecurityGroupId = group.Id,
            CidrIpv4 = cidr,
            ReferencedSecurityGroupId = to?.Id,
            IpProtocol = "tcp",
            FromPort = port,
            ToPort = port,
            Tags = Region.TagName("rule", id),
        });
}
