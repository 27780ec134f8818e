using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Dashboards;

/// <summary>A dashboard of the synthesized file, as CloudWatch reads it.</summary>
internal sealed record DashboardBody(Element Element, IReadOnlyList<DashboardWidget> Widgets)
{
    /// <summary>Each with what stands below it, up to the next one; what stands above the first one belongs to it.</summary>
    public IEnumerable<(string Title, IReadOnlyList<DashboardWidget> Widgets)> Sections()
    {
        var starts = Widgets.Index().Where(widget => widget.Item.Heading is not null).ToArray();
        return starts.Select((start, number) => (
            start.Item.Heading!,
            (IReadOnlyList<DashboardWidget>)[.. Widgets.Take((number == 0 ? 0 : start.Index)..(number + 1 < starts.Length ? starts[number + 1].Index : Widgets.Count))]));
    }

    public static IReadOnlyList<DashboardBody> Of(SynthesizedStack stack) =>
    [
        .. from element in stack.Elements
           where element.Type == "aws_cloudwatch_dashboard"
           select new DashboardBody(element, [.. JsonNode.Parse(element.Text("dashboard_body")!)!["widgets"]!.AsArray().Select(widget => new DashboardWidget(widget!.AsObject()))]),
    ];
}

internal sealed record DashboardWidget(JsonObject Json)
{
    public string Type => Json["type"]!.GetValue<string>();

    public int X => Json["x"]!.GetValue<int>();

    public int Y => Json["y"]!.GetValue<int>();

    public int Width => Json["width"]!.GetValue<int>();

    public int Height => Json["height"]!.GetValue<int>();

    public JsonObject Properties => Json["properties"]!.AsObject();

    public string? Title => Properties["title"]?.GetValue<string>();

    public int Period => Properties["period"]!.GetValue<int>();

    public bool IsGraph => Properties["view"]?.GetValue<string>() == "timeSeries";

    /// <summary>Of a section that begins here.</summary>
    public string? Heading => Properties["markdown"]?.GetValue<string>().Split('\n')[0] is { } line && line.StartsWith("## ", StringComparison.Ordinal) ? line[3..] : null;

    public IReadOnlyList<DashboardRow> Rows => [.. (Properties["metrics"]?.AsArray() ?? []).Select(row => new DashboardRow(row!.AsArray()))];

    public IReadOnlyList<string> Alarms => [.. (Properties["alarms"]?.AsArray() ?? []).Select(arn => arn!.GetValue<string>())];

    public IReadOnlyList<(string Label, double Value, string Color)> Thresholds =>
    [
        .. (Properties["annotations"]?["horizontal"]?.AsArray() ?? []).Select(threshold =>
            (threshold!["label"]!.GetValue<string>(), threshold["value"]!.GetValue<double>(), threshold["color"]!.GetValue<string>())),
    ];
}

/// <summary>A row of a widget's metrics: a metric, or what is computed from others.</summary>
internal sealed record DashboardRow(JsonArray Json)
{
    public JsonObject Options => Json[^1]!.AsObject();

    public string Id => Option("id")!;

    public string Region => Option("region")!;

    public string? Label => Option("label");

    public string? Color => Option("color");

    public string? Expression => Option("expression");

    public string Statistic => Option("stat")!;

    public bool IsVisible => Options["visible"]?.GetValue<bool>() != false;

    public string Namespace => Json[0]!.GetValue<string>();

    public string Name => Json[1]!.GetValue<string>();

    public IReadOnlyDictionary<string, string> Dimensions =>
        Json.Skip(2).SkipLast(1).Chunk(2).ToDictionary(pair => pair[0]!.GetValue<string>(), pair => pair[1]!.GetValue<string>());

    /// <summary>By which it is the same as what an alarm watches.</summary>
    public string Measure => MeasureOf(Region, Namespace, Name, Statistic, Dimensions);

    public static string MeasureOf(string region, string space, string name, string statistic, IEnumerable<KeyValuePair<string, string>> dimensions) =>
        $"{region} {space} {name} {statistic} {string.Join(' ', dimensions.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"))}";

    private string? Option(string name) => Options[name]?.GetValue<string>();
}
