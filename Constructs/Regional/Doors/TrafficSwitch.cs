using HashiCorp.Cdktf.Providers.Aws.CloudwatchMetricAlarm;
using HashiCorp.Cdktf.Providers.Aws.DataAwsIamPolicyDocument;
using HashiCorp.Cdktf.Providers.Aws.Route53HealthCheck;

namespace PaymentDr;

/// <summary>
/// Leads traffic to this region while its metric is 1, whatever the other region says of itself: or traffic would return as soon as that looks well, while
/// the books are written here. It needs nothing of the other region, and nothing of it is changed by those who move it.
/// </summary>
public sealed class TrafficSwitch : RegionalConstruct
{
    /// <summary>Of customers.</summary>
    public const string Traffic = "traffic";

    /// <summary>Of nobody else.</summary>
    public const string Drill = "drill";

    /// <summary>The shortest that Route 53 follows, and how often the probe publishes.</summary>
    private const int PeriodSeconds = 60;

    private static readonly string[] ChangedByPeople = ["disabled"];

    /// <summary>What of an alarm Route 53 reads when it is told to look at it, and not again by itself.</summary>
    private static readonly string[] Read =
        ["comparison_operator", "evaluation_periods", "metric_name", "namespace", "period", "statistic", "threshold", "treat_missing_data"];

    public TrafficSwitch(Region region, string purpose) : base(region, $"switch-{purpose}")
    {
        var alarm = new CloudwatchMetricAlarm(this, "alarm", new CloudwatchMetricAlarmConfig
        {
            Provider = Region.Provider,
            AlarmName = Region.NameFor("alarm", $"switch-{purpose}"),
            AlarmDescription = "Not a fault: Route 53 reads its metric, and leads elsewhere while that is 1",
            Namespace = NamespaceOf(Region, purpose),
            MetricName = MetricOf(Region, purpose),
            Statistic = "Maximum",
            Period = PeriodSeconds,
            EvaluationPeriods = 1,
            ComparisonOperator = "GreaterThanOrEqualToThreshold",
            Threshold = 1,
            // Silence moves nothing: what is missing is neither 1 nor 0.
            TreatMissingData = "missing",
        });
        Check = new Route53HealthCheck(this, "check", new Route53HealthCheckConfig
        {
            Provider = Region.Provider,
            Type = "CLOUDWATCH_METRIC",
            CloudwatchAlarmName = alarm.AlarmName,
            CloudwatchAlarmRegion = Region.Code,
            InsufficientDataHealthStatus = "LastKnownStatus",
            Triggers = Read.ToDictionary(argument => argument, argument => $"${{{alarm.Fqn}.{argument}}}"),
            // People disable it when this region is lost while traffic is here: then it counts as well, and no deployment takes that back.
            Lifecycle = new TerraformResourceLifecycle { IgnoreChanges = ChangedByPeople },
            Tags = Region.TagName("health", $"switch-{purpose}"),
        });
    }

    /// <summary>Ill while the metric is 1.</summary>
    public Route53HealthCheck Check { get; }

    /// <summary>The metric that moves a switch. Without a dimension, and of the same name wherever it is published.</summary>
    public static string MetricOf(Region region, string purpose) => region.SharedName("switch", purpose);

    /// <summary>IAM knows no metrics, and knows namespaces: who may move the drills' switch moves no other.</summary>
    public static string NamespaceOf(Region region, string purpose) => purpose == Drill ? $"{region.MetricNamespace}/{Drill}" : region.MetricNamespace;

    /// <summary>Lets a role move it.</summary>
    public static PolicyStatement Publish(Region region, string purpose) => new()
    {
        Sid = "PublishSwitch",
        Actions = ["cloudwatch:PutMetricData"],
        Resources = ["*"],
        Condition = new[]
        {
            new DataAwsIamPolicyDocumentStatementCondition { Test = "StringEquals", Variable = "cloudwatch:namespace", Values = [NamespaceOf(region, purpose)] },
        },
    };
}
