using HashiCorp.Cdktf.Providers.Aws.CloudwatchMetricAlarm;

namespace PaymentDr;

/// <summary>A rule as CloudWatch watches it. It tells the topic of its own region, when it begins and when it ends.</summary>
public sealed class Alarm : RegionalConstruct
{
    public Alarm(RegionalConstruct parent, AlarmRule rule, AlertTopic alerts) : base(parent, rule.Name)
    {
        if (rule.Measure.Region != Region)
        {
            throw new ArgumentException($"The alarm '{rule.Name}' of {Region.Code} reads what is published in {rule.Measure.Region.Code}: it would never see anything.");
        }

        var (metric, formula) = (rule.Measure as Metric, rule.Measure as Formula);
        _ = new CloudwatchMetricAlarm(this, "alarm", new CloudwatchMetricAlarmConfig
        {
            Provider = Region.Provider,
            AlarmName = Region.NameFor("alarm", rule.Name),
            AlarmDescription = $"{rule.Meaning} {(rule.Severity is Severity.Page ? "Act now" : "Act on the next working day")}: docs/runbooks/{rule.Runbook}.md",
            Namespace = metric?.Namespace,
            MetricName = metric?.Name,
            Dimensions = metric is { Dimensions.Length: > 0 } ? metric.Dimensions.ToDictionary(dimension => dimension.Name, dimension => dimension.Value) : null,
            Statistic = metric is { IsPercentile: false } ? metric.StatisticText : null,
            ExtendedStatistic = metric is { IsPercentile: true } ? metric.StatisticText : null,
            Period = metric is null ? null : rule.Window.Seconds,
            MetricQuery = formula is null ? null : Queries(formula, rule.Window.Seconds),
            EvaluationPeriods = rule.Window.Periods,
            DatapointsToAlarm = rule.Window.Needed,
            ComparisonOperator = rule.Limit.Operator,
            Threshold = rule.Limit.Value,
            TreatMissingData = rule.Missing switch
            {
                Missing.IsIll => "breaching",
                Missing.IsWell => "notBreaching",
                _ => "ignore",
            },
            AlarmActions = [alerts.Topic.Arn],
            OkActions = [alerts.Topic.Arn],
            Tags = new Dictionary<string, string>
            {
                ["Requirement"] = rule.Requirement,
                ["Runbook"] = $"docs/runbooks/{rule.Runbook}.md",
                ["Severity"] = $"{rule.Severity}",
            },
        });
    }

    private static CloudwatchMetricAlarmMetricQuery[] Queries(Formula formula, int seconds) =>
    [
        new() { Id = "result", Expression = formula.Expression, ReturnData = true },
        .. formula.Metrics.Select(part => new CloudwatchMetricAlarmMetricQuery
        {
            Id = part.Id,
            ReturnData = false,
            Metric = new CloudwatchMetricAlarmMetricQueryMetric
            {
                Namespace = part.Metric.Namespace,
                MetricName = part.Metric.Name,
                Stat = part.Metric.StatisticText,
                Period = seconds,
                Dimensions = part.Metric.Dimensions.ToDictionary(dimension => dimension.Name, dimension => dimension.Value),
            },
        }),
    ];
}
