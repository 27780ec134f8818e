using System.Globalization;

namespace PaymentDr.Tests.Alarms;

/// <summary>The table of docs/alarms.md.</summary>
internal static class AlarmDocument
{
    private static readonly string[] Head = ["alarm", "where", "metric", "of", "bad", "for", "no data", "severity", "requirement", "runbook"];

    /// <summary>What both regions have alike is one row.</summary>
    public static string Table(SynthesizedStack stack) => MarkdownTable.Of(Head, Rows(stack));

    public static IEnumerable<string[]> Rows(SynthesizedStack stack) =>
        from row in DeployedAlarm.Of(stack).Select(alarm => (Alarm: alarm, Cells: Cells(alarm))).GroupBy(row => string.Join('|', row.Cells))
        let first = row.First()
        let regions = string.Join(", ", row.Select(each => each.Alarm.Element.Scope).Order(StringComparer.Ordinal))
        orderby first.Alarm.Severity, first.Alarm.Name, regions
        select (string[])[first.Cells[0], regions == "primary, secondary" ? "both" : regions, .. first.Cells[1..]];

    private static string[] Cells(DeployedAlarm alarm) =>
    [
        $"`{alarm.Name}`",
        Metric(alarm),
        string.Join("; ", alarm.Metrics.Values.Select(metric => metric.Series.Of).Where(of => of != "").Distinct()),
        $"{Sign(alarm.Operator)} {alarm.Threshold.ToString(CultureInfo.InvariantCulture)}",
        Window(alarm),
        alarm.Missing switch
        {
            "breaching" => "bad",
            "notBreaching" => "well",
            var other => other,
        },
        alarm.Severity.ToLowerInvariant(),
        alarm.Requirement,
        $"[{Path.GetFileNameWithoutExtension(alarm.Runbook)}]({alarm.Runbook.Replace("docs/", "", StringComparison.Ordinal)})",
    ];

    private static string Metric(DeployedAlarm alarm)
    {
        var named = alarm.Metrics.Values.Select(metric => (metric.Series.Namespace, Text: $"{metric.Series.Metric} {metric.Statistic}")).Distinct().ToArray();
        var names = string.Join("; ", named.GroupBy(metric => metric.Namespace).Select(space => $"{space.Key}: {string.Join(", ", space.Select(metric => $"`{metric.Text}`"))}"));
        return alarm.Expression == "m" ? names : $"{names}; `{alarm.Expression}`";
    }

    private static string Sign(string comparison) => comparison switch
    {
        "GreaterThanOrEqualToThreshold" => ">=",
        "GreaterThanThreshold" => ">",
        "LessThanThreshold" => "<",
        _ => comparison,
    };

    private static string Window(DeployedAlarm alarm)
    {
        var period = alarm.PeriodSeconds % 3600 == 0 ? $"{alarm.PeriodSeconds / 3600} h" : $"{alarm.PeriodSeconds / 60} min";
        return (alarm.Needed, alarm.Periods) switch
        {
            (1, 1) => period,
            var (needed, periods) when needed == periods => $"{periods} x {period}",
            var (needed, periods) => $"{needed} of {periods} x {period}",
        };
    }
}
