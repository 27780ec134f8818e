using HashiCorp.Cdktf.Providers.Aws.CloudwatchMetricAlarm;

namespace PaymentDr;

/// <summary>Tells people that the decision has nothing to go by. It moves nothing then: a probe that is silent says nothing about the other region.</summary>
public sealed class SilenceAlarm : RegionalConstruct
{
    public SilenceAlarm(RegionalConstruct parent, AlertTopic alerts) : base(parent, "probe-silent") =>
        _ = new CloudwatchMetricAlarm(this, "alarm", new CloudwatchMetricAlarmConfig
        {
            Provider = Region.Provider,
            AlarmName = Region.NameFor("alarm", "probe-silent"),
            AlarmDescription = "The probe runs and brings nothing that a decision could rest on: the loss of the other region would go unanswered.",
            Namespace = Region.MetricNamespace,
            MetricName = "Verdict",
            Dimensions = new Dictionary<string, string> { ["Reason"] = "probe-silent" },
            Statistic = "Sum",
            Period = 60,
            EvaluationPeriods = 3,
            ComparisonOperator = "GreaterThanOrEqualToThreshold",
            Threshold = 1,
            TreatMissingData = "notBreaching",
            AlarmActions = [alerts.Topic.Arn],
            OkActions = [alerts.Topic.Arn],
        });
}
