using HashiCorp.Cdktf.Providers.Aws.AcmCertificateValidation;
using HashiCorp.Cdktf.Providers.Aws.Lb;
using HashiCorp.Cdktf.Providers.Aws.LbListener;
using HashiCorp.Cdktf.Providers.Aws.LbTargetGroup;
using PaymentDr.Payments;

namespace PaymentDr;

public sealed record ServiceBalancerInputs
{
    public required Network Network { get; init; }

    public required AcmCertificateValidation Certificate { get; init; }

    /// <summary>Where it is kept who asked for what.</summary>
    public required AccessLogBucket Logs { get; init; }

    /// <summary>In five minutes, before its requests are refused.</summary>
    public required int RequestsPerAddress { get; init; }
}

/// <summary>What stands between the internet and the tasks of the service: encrypted on both sides.</summary>
public sealed class ServiceBalancer : RegionalConstruct
{
    /// <summary>In the bucket for access logs.</summary>
    public const string LogFolder = "pay";

    private const int Https = 443;

    /// <summary>A client keeps its connection for an hour otherwise, and would go on paying in a region that the name no longer leads to.</summary>
    private const int ConnectionSeconds = 60;

    /// <summary>The service gives up after it. A task that is to go is let go as soon as it can have answered.</summary>
    public const int LongestRequestSeconds = 15;

    public ServiceBalancer(RegionalConstruct parent, ServiceBalancerInputs inputs) : base(parent, "balancer")
    {
        Balancer = new Lb(this, "balancer", new LbConfig
        {
            Provider = Region.Provider,
            Name = Region.NameFor("alb", "pay"),
            LoadBalancerType = "application",
            Internal = false,
            Subnets = [.. inputs.Network.Public.Subnets.Select(place => place.Subnet.Id)],
            SecurityGroups = [inputs.Network.Access.LoadBalancer.Id],
            // What two programs may read in two ways is not passed on.
            DropInvalidHeaderFields = true,
            ClientKeepAlive = ConnectionSeconds,
            EnableDeletionProtection = false,
            AccessLogs = new LbAccessLogs { Enabled = true, Bucket = inputs.Logs.Target, Prefix = LogFolder },
            // AWS makes none that faces the internet in a network without a way there.
            DependsOn = [inputs.Network.Public.Internet],
        });
        Targets = new LbTargetGroup(this, "targets", new LbTargetGroupConfig
        {
            Provider = Region.Provider,
            Name = Region.NameFor("tg", "pay"),
            VpcId = Region.Vpc.Id,
            TargetType = "ip",
            // The certificate is the task's own, and the balancer asks for no name in it.
            Protocol = "HTTPS",
            Port = AccessGroups.ServicePort,
            LoadBalancingAlgorithmType = "least_outstanding_requests",
            DeregistrationDelay = $"{LongestRequestSeconds}",
            HealthCheck = new LbTargetGroupHealthCheck
            {
                // Of the task alone. A region whose ledger is gone is for DNS to leave: ECS would replace every task, again and again.
                Path = DoorPaths.Alive,
                Protocol = "HTTPS",
                Matcher = "200",
                Interval = 10,
                Timeout = 5,
                HealthyThreshold = 2,
                UnhealthyThreshold = 3,
            },
        });
        Listener = new LbListener(this, "listener", new LbListenerConfig
        {
            Provider = Region.Provider,
            LoadBalancerArn = Balancer.Arn,
            Port = Https,
            Protocol = "HTTPS",
            // TLS 1.2 and 1.3, with forward secrecy.
            SslPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06",
            CertificateArn = inputs.Certificate.CertificateArn,
            Tags = Region.TagName("listener", "pay"),
            DefaultAction = new[] { new LbListenerDefaultAction { Type = "forward", TargetGroupArn = Targets.Arn } },
        });
        _ = new DoorFirewall(this, new DoorFirewallInputs { Purpose = "pay", Guarded = Balancer.Arn, RequestsPerAddress = inputs.RequestsPerAddress });
    }

    public Lb Balancer { get; }

    public LbTargetGroup Targets { get; }

    public LbListener Listener { get; }

    public AliasTarget Target => new(Balancer.DnsName, Balancer.ZoneId);
}
