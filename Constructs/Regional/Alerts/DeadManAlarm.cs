using HashiCorp.Cdktf.Providers.Aws.CloudwatchMetricAlarm;

namespace PaymentDr;

/// <summary>Tells people when a function that runs every minute does not run any more: whoever is silent cannot say so himself.</summary>
public sealed class DeadManAlarm : RegionalConstruct
{
    /// <summary>One or two minutes may be missing.</summary>
    private const int Minutes = 3;

    public DeadManAlarm(RegionFunction function, string purpose, string meaning, AlertTopic alerts) : base(function, "silence") =>
        _ = new CloudwatchMetricAlarm(this, "alarm", new CloudwatchMetricAlarmConfig
        {
            Provider = Region.Provider,
            AlarmName = Region.NameFor("alarm", $"{purpose}-does-not-run"),
            AlarmDescription = meaning,
            Namespace = "AWS/Lambda",
            MetricName = "Invocations",
            Dimensions = new Dictionary<string, string> { ["FunctionName"] = function.Function.FunctionName },
            Statistic = "Sum",
            Period = 60,
            EvaluationPeriods = Minutes,
            ComparisonOperator = "LessThanThreshold",
            Threshold = 1,
            TreatMissingData = "breaching",
            AlarmActions = [alerts.Topic.Arn],
            OkActions = [alerts.Topic.Arn],
        });
}
