using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Dashboards;

/// <summary>What an alarm of the synthesized file watches, and from where on.</summary>
internal sealed partial record WatchedMeasure(Element Alarm, string? Expression, IReadOnlyList<(string Id, string Measure)> Parts)
{
    public double Threshold => Alarm.Body["threshold"]!.GetValue<double>();

    public int Period => (Alarm.Body["period"] ?? Alarm.Body["metric_query"]!.AsArray().Select(query => query!["metric"]?["period"]).First(period => period is not null))!.GetValue<int>();

    public bool IsSum => Parts.All(part => part.Measure.Split(' ')[3] == "Sum") && Expression?.StartsWith("IF", StringComparison.Ordinal) != true;

    public static WatchedMeasure Of(SynthesizedStack stack, Element alarm)
    {
        var region = stack.RegionOf(alarm);
        return alarm.Body["metric_query"]?.AsArray() is { } queries
            ? new(
                alarm,
                queries.Select(query => query!["expression"]?.GetValue<string>()).OfType<string>().Single(),
                [.. queries.Where(query => query!["metric"] is not null).Select(query => (query!["id"]!.GetValue<string>(), Measure(region, query["metric"]!.AsObject(), query["metric"]!["stat"]!)))])
            : new(alarm, null, [("", Measure(region, alarm.Body, alarm.Body["statistic"] ?? alarm.Body["extended_statistic"]!))]);
    }

    /// <summary>Whether a line of this widget shows it.</summary>
    public bool IsShownIn(DashboardWidget widget) => widget.Rows.Any(row => row.IsVisible && (Expression is null
        ? row.Expression is null && row.Measure == Parts[0].Measure
        : row.Expression is { } shown && WithMeasures(shown, widget.Rows.Where(part => part.Expression is null).Select(part => (part.Id, part.Measure))) == WithMeasures(Expression, Parts)));

    private static string WithMeasures(string expression, IEnumerable<(string Id, string Measure)> parts)
    {
        var byId = parts.ToDictionary(part => part.Id, part => part.Measure);
        return Word().Replace(expression, word => byId.GetValueOrDefault(word.Value, word.Value));
    }

    private static string Measure(string region, JsonObject of, JsonNode statistic) => DashboardRow.MeasureOf(
        region,
        of["namespace"]!.GetValue<string>(),
        of["metric_name"]!.GetValue<string>(),
        statistic.GetValue<string>(),
        (of["dimensions"]?.AsObject() ?? []).ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>()));

    [GeneratedRegex(@"\b\w+\b")]
    private static partial Regex Word();
}
