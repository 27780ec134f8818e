using HashiCorp.Cdktf.Providers.Aws.AppautoscalingPolicy;
using HashiCorp.Cdktf.Providers.Aws.AppautoscalingTarget;
using HashiCorp.Cdktf.Providers.Aws.EcsCluster;
using HashiCorp.Cdktf.Providers.Aws.EcsService;
using HashiCorp.Cdktf.Providers.Aws.SqsQueue;

namespace PaymentDr;

public sealed record ServiceScalingInputs
{
    public required EcsCluster Cluster { get; init; }

    public required EcsService Service { get; init; }

    /// <summary>Of payments that wait to be settled.</summary>
    public required SqsQueue Queue { get; init; }

    public required int Fewest { get; init; }

    public required int Most { get; init; }
}

/// <summary>How many tasks the service has: as many as its load needs, between two numbers.</summary>
public sealed class ServiceScaling : RegionalConstruct
{
    /// <summary>Of the processors. Half of what a task can is left for the time until new ones have started.</summary>
    private const int CpuPercent = 50;

    /// <summary>Payments that wait for each task. While many do, their merchants ask for them.</summary>
    private const int WaitingPerTask = 100;

    /// <summary>More come soon, and go late: tasks that are there cost little, and those that are missing, payments.</summary>
    private const int SecondsBetweenMore = 30;

    private const int SecondsBetweenFewer = 300;

    /// <summary>Recovery raises it where a region takes over.</summary>
    private static readonly string[] Recovered = ["min_capacity"];

    private readonly AppautoscalingTarget _target;

    public ServiceScaling(RegionalConstruct parent, ServiceScalingInputs inputs) : base(parent, "scaling")
    {
        _target = new AppautoscalingTarget(this, "target", new AppautoscalingTargetConfig
        {
            Provider = Region.Provider,
            ServiceNamespace = "ecs",
            ScalableDimension = "ecs:service:DesiredCount",
            ResourceId = $"service/{inputs.Cluster.Name}/{inputs.Service.Name}",
            MinCapacity = inputs.Fewest,
            MaxCapacity = inputs.Most,
            Lifecycle = new TerraformResourceLifecycle { IgnoreChanges = Recovered },
        });
        Follow("cpu", CpuPercent, new AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration
        {
            PredefinedMetricSpecification = new AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification
            {
                PredefinedMetricType = "ECSServiceAverageCPUUtilization",
            },
        });
        Follow("queue", WaitingPerTask, new AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration
        {
            CustomizedMetricSpecification = new AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecification
            {
                Metrics = new[]
                {
                    Metric("waiting", "AWS/SQS", "ApproximateNumberOfMessagesVisible", ("QueueName", inputs.Queue.Name)),
                    Metric("tasks", "ECS/ContainerInsights", "RunningTaskCount", ("ClusterName", inputs.Cluster.Name), ("ServiceName", inputs.Service.Name)),
                    new AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetrics
                    {
                        Id = "waiting_per_task",
                        Label = "Payments that wait for each task",
                        Expression = "waiting / tasks",
                        ReturnData = true,
                    },
                },
            },
        });
    }

    /// <summary>By which it is known where it is changed.</summary>
    public string ResourceId => _target.ResourceId;

    public string Arn => _target.Arn;

    /// <summary>More tasks as soon as one policy asks for them, fewer when all agree.</summary>
    private void Follow(string purpose, int value, AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration configuration)
    {
        configuration.TargetValue = value;
        configuration.ScaleOutCooldown = SecondsBetweenMore;
        configuration.ScaleInCooldown = SecondsBetweenFewer;
        _ = new AppautoscalingPolicy(this, purpose, new AppautoscalingPolicyConfig
        {
            Provider = Region.Provider,
            Name = Region.NameFor("scaling", $"pay-{purpose}"),
            PolicyType = "TargetTrackingScaling",
            ServiceNamespace = _target.ServiceNamespace,
            ScalableDimension = _target.ScalableDimension,
            ResourceId = _target.ResourceId,
            TargetTrackingScalingPolicyConfiguration = configuration,
        });
    }

    private static AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetrics Metric(
        string id, string space, string name, params (string Name, string Value)[] dimensions) => new()
        {
            Id = id,
            ReturnData = false,
            MetricStat = new AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricsMetricStat
            {
                Stat = "Average",
                Metric = new AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricsMetricStatMetric
                {
                    Namespace = space,
                    MetricName = name,
                    Dimensions = dimensions
                        .Select(dimension => new AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricsMetricStatMetricDimensions
                        {
                            Name = dimension.Name,
                            Value = dimension.Value,
                        })
                        .ToArray(),
                },
            },
        };
}
