using System.Text.Json.Nodes;

namespace PaymentDr;

/// <summary>Lines over time, or their newest values, with the thresholds of the alarms on them.</summary>
/// <param name="Region">In which the console opens it; each line has its own.</param>
public sealed record GraphWidget(string Title, Region Region, IReadOnlyList<Line> Lines) : Widget("metric", 6)
{
    private const string Paged = "#d13212";

    private const string Ticketed = "#ff9900";

    public required Axis Axis { get; init; }

    /// <summary>In seconds.</summary>
    public int Period { get; init; } = 60;

    protected override JsonObject Properties()
    {
        var properties = new JsonObject
        {
            ["title"] = Title,
            ["view"] = "timeSeries",
            ["stacked"] = false,
            ["region"] = Region.Code,
            ["period"] = Period,
            ["stat"] = StatisticOf(Lines[0].Measure),
            ["yAxis"] = Axis.ToJson(),
            ["metrics"] = new JsonArray([.. Lines.SelectMany((line, number) => line.ToJson(number))]),
        };
        var thresholds = Lines.SelectMany(line => line.Alarms).DistinctBy(rule => (rule.Id, rule.Limit)).ToArray();
        if (thresholds.Length > 0)
        {
            properties["annotations"] = new JsonObject { ["horizontal"] = new JsonArray([.. thresholds.Select(Threshold)]) };
        }

        return properties;
    }

    private static string StatisticOf(Measure measure) => measure is Formula formula ? formula.Metrics[0].Metric.StatisticText : ((Metric)measure).StatisticText;

    private static JsonNode Threshold(AlarmRule rule) => new JsonObject
    {
        ["label"] = rule.Id,
        ["value"] = rule.Limit.Value,
        ["color"] = rule.Severity is Severity.Page ? Paged : Ticketed,
    };
}
