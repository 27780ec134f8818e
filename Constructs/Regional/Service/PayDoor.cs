using HashiCorp.Cdktf.Providers.Aws.AcmCertificateValidation;
using HashiCorp.Cdktf.Providers.Aws.EcsCluster;

namespace PaymentDr;

public sealed record PayDoorInputs
{
    public required FunctionSite Site { get; init; }

    public required Network Network { get; init; }

    public required Storage Storage { get; init; }

    public required SettlementQueues Queues { get; init; }

    /// <summary>The functions that a validation is asked of.</summary>
    public required (RegionFunction Own, RegionFunction Peer) Validate { get; init; }

    public required AcmCertificateValidation Certificate { get; init; }

    public required FrontDoorNames Names { get; init; }

    public required DnsZone Zone { get; init; }

    /// <summary>The fewest tasks.</summary>
    public required int Fewest { get; init; }

    public required PaySettings Settings { get; init; }

    /// <summary>In five minutes, before its requests are refused.</summary>
    public required int RequestsPerAddress { get; init; }
}

/// <summary>A region's door by a load balancer: a service on Fargate that runs the same code as the functions.</summary>
public sealed class PayDoor : RegionalConstruct
{
    public PayDoor(PayDoorInputs inputs) : base(inputs.Site.Region, "pay")
    {
        Images = new ImageRepository(this, inputs.Site.Keys.Data);
        Balancer = new ServiceBalancer(this, new ServiceBalancerInputs
        {
            Network = inputs.Network,
            Certificate = inputs.Certificate,
            Logs = inputs.Storage.AccessLogs,
            RequestsPerAddress = inputs.RequestsPerAddress,
        });
        var cluster = BuildCluster(inputs.Site.Keys.Logs);
        if (inputs.Settings.ImageDigest is null)
        {
            return;
        }

        Tasks = new ServiceTasks(this, cluster, new ServiceTasksInputs
        {
            Site = inputs.Site,
            Network = inputs.Network,
            Images = Images,
            Settings = inputs.Settings,
            Balancer = Balancer,
            Fewest = inputs.Fewest,
            Validate = (inputs.Validate.Own.Function.FunctionName, inputs.Validate.Peer.Function.FunctionName),
        });
        Scaling = new ServiceScaling(this, new ServiceScalingInputs
        {
            Cluster = cluster,
            Service = Tasks.Service,
            Queue = inputs.Queues.Payments.Queue,
            Fewest = inputs.Fewest,
            Most = inputs.Settings.MostTasks,
        });
        _ = AliasRecord.Declare(Balancer, "record", inputs.Zone, inputs.Names.Regional[Region], Balancer.Target);
    }

    public ImageRepository Images { get; }

    public ServiceBalancer Balancer { get; }

    /// <summary>Null as long as there is no image to run.</summary>
    public ServiceTasks? Tasks { get; }

    /// <summary>Null as long as nothing runs.</summary>
    public ServiceScaling? Scaling { get; }

    private EcsCluster BuildCluster(EncryptionKey key)
    {
        var name = Region.NameFor("cluster", "pay");
        // ECS counts the tasks only so, and would make the group itself.
        var insights = LogGroup.Declare(this, "insights", $"/aws/ecs/containerinsights/{name}/performance", key);
        return new EcsCluster(this, "cluster", new EcsClusterConfig
        {
            Provider = Region.Provider,
            Name = name,
            Setting = new[] { new EcsClusterSetting { Name = "containerInsights", Value = "enabled" } },
            DependsOn = [insights],
        });
    }
}
