using HashiCorp.Cdktf.Providers.Aws.CloudwatchMetricAlarm;

namespace PaymentDr;

/// <summary>Tells people when a function that runs by the clock does not run any more: whoever is silent cannot say so himself.</summary>
public sealed class DeadManAlarm : RegionalConstruct
{
    /// <summary>One or two of its times may be missed.</summary>
    private const int Times = 3;

    /// <param name="everyMinutes">How often it runs.</param>
    public DeadManAlarm(RegionFunction function, string purpose, string meaning, AlertTopic alerts, int everyMinutes = 1) : base(function, "silence") =>
        _ = new CloudwatchMetricAlarm(this, "alarm", new CloudwatchMetricAlarmConfig
        {
            Provider = Region.Provider,
            AlarmName = Region.NameFor("alarm", $"{purpose}-does-not-run"),
            AlarmDescription = meaning,
            Namespace = "AWS/Lambda",
            MetricName = "Invocations",
            Dimensions = new Dictionary<string, string> { ["FunctionName"] = function.Function.FunctionName },
            Statistic = "Sum",
            Period = 60 * everyMinutes,
            EvaluationPeriods = Times,
            ComparisonOperator = "LessThanThreshold",
            Threshold = 1,
            TreatMissingData = "breaching",
            AlarmActions = [alerts.Topic.Arn],
            OkActions = [alerts.Topic.Arn],
        });
}
