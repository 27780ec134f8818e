using System.Text.Json;
using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Dashboards;

/// <summary>What CloudWatch accepts as the body of a dashboard, as far as these dashboards go: its properties, which of them must be there, and their values.</summary>
internal static class BodySchema
{
    private static readonly Dictionary<string, Func<JsonNode, bool>> Body = new()
    {
        ["start"] = Is("-PT3H"),
        ["periodOverride"] = Is("auto", "inherit"),
        ["widgets!"] = List(0, 500),
    };

    private static readonly Dictionary<string, Func<JsonNode, bool>> Widget = new()
    {
        ["type!"] = Is("metric", "text", "alarm"),
        ["x"] = Whole(0, 23),
        ["y"] = Whole(0, int.MaxValue),
        ["width"] = Whole(1, 24),
        ["height"] = Whole(1, 1000),
        ["properties!"] = IsMap,
    };

    private static readonly Dictionary<string, Dictionary<string, Func<JsonNode, bool>>> Properties = new()
    {
        ["text"] = new() { ["markdown!"] = IsText },
        ["alarm"] = new()
        {
            ["title"] = IsText,
            ["alarms!"] = List(1, 100),
            ["sortBy"] = Is("default", "stateUpdatedTimestamp", "timestamp"),
            ["states"] = List(1, 3),
        },
        ["metric"] = new()
        {
            ["title"] = IsText,
            ["view"] = Is("timeSeries", "singleValue"),
            ["stacked"] = IsFlag,
            ["region!"] = IsText,
            ["period"] = node => Whole(1, 86400)(node) && node.GetValue<int>() % 60 == 0,
            ["stat"] = IsStatistic,
            ["metrics!"] = List(1, 500),
            ["yAxis"] = IsMap,
            ["annotations"] = IsMap,
        },
    };

    private static readonly Dictionary<string, Func<JsonNode, bool>> Options = new()
    {
        ["id!"] = IsId,
        ["region!"] = IsText,
        ["label"] = IsText,
        ["color"] = IsColor,
        ["visible"] = IsFlag,
    };

    private static readonly Dictionary<string, Func<JsonNode, bool>> OfMetric = new(Options) { ["stat!"] = IsStatistic };

    private static readonly Dictionary<string, Func<JsonNode, bool>> OfExpression = new(Options) { ["expression!"] = IsText };

    private static readonly Dictionary<string, Func<JsonNode, bool>> Axis = new() { ["label"] = IsText, ["min"] = IsNumber, ["max"] = IsNumber, ["showUnits"] = IsFlag };

    private static readonly Dictionary<string, Func<JsonNode, bool>> Threshold = new() { ["value!"] = IsNumber, ["label"] = IsText, ["color"] = IsColor };

    public static IEnumerable<string> Faults(JsonObject body) =>
        Faults(Body, body, "body").Concat(body["widgets"]!.AsArray().SelectMany((widget, number) => OfWidget(widget!.AsObject(), $"widget {number}")));

    private static IEnumerable<string> OfWidget(JsonObject widget, string where)
    {
        var faults = Faults(Widget, widget, where).ToArray();
        if (faults.Length > 0)
        {
            return faults;
        }

        var properties = widget["properties"]!.AsObject();
        var rows = properties["metrics"]?.AsArray() ?? [];
        return
        [
            .. Faults(Properties[widget["type"]!.GetValue<string>()], properties, where),
            .. rows.SelectMany((row, number) => OfRow(row!.AsArray(), $"{where}, row {number}")),
            .. rows.GroupBy(row => row!.AsArray()[^1]!["id"]?.ToJsonString()).Where(same => same.Count() > 1).Select(same => $"{where}: the id {same.Key} is there twice"),
            .. properties["yAxis"]?["left"] is JsonObject left ? Faults(Axis, left, $"{where}, yAxis") : [],
            .. (properties["annotations"]?["horizontal"]?.AsArray() ?? []).SelectMany(each => Faults(Threshold, each!.AsObject(), $"{where}, annotation")),
        ];
    }

    /// <summary>Namespace, name, pairs of dimensions, and options at the end; or options alone.</summary>
    private static IEnumerable<string> OfRow(JsonArray row, string where) =>
        row[^1] is not JsonObject options ? [$"{where} has no options"]
        : row.Count == 1 ? Faults(OfExpression, options, where)
        : row.Count % 2 == 0 || row.SkipLast(1).Any(part => part is null || !IsText(part)) || (row.Count - 3) / 2 > 30 ? [$"{where} is no namespace, name and pairs of dimensions"]
        : Faults(OfMetric, options, where);

    private static IEnumerable<string> Faults(Dictionary<string, Func<JsonNode, bool>> known, JsonObject map, string where) =>
        known.Keys.Where(key => key.EndsWith('!') && !map.ContainsKey(key[..^1])).Select(key => $"{where}: no {key[..^1]}")
            .Concat(map.Where(pair => Judge(known, pair.Key) is null).Select(pair => $"{where}: {pair.Key} is not known"))
            .Concat(map.Where(pair => Judge(known, pair.Key) is { } judge && (pair.Value is null || !judge(pair.Value))).Select(pair => $"{where}: {pair.Key} is {pair.Value?.ToJsonString() ?? "null"}"));

    private static Func<JsonNode, bool>? Judge(Dictionary<string, Func<JsonNode, bool>> known, string key) => known.GetValueOrDefault(key) ?? known.GetValueOrDefault($"{key}!");

    private static Func<JsonNode, bool> Is(params string[] values) => node => IsText(node) && values.Contains(node.GetValue<string>());

    private static Func<JsonNode, bool> List(int fewest, int most) => node => node is JsonArray list && list.Count >= fewest && list.Count <= most;

    private static Func<JsonNode, bool> Whole(int least, int most) => node => node is JsonValue value && value.TryGetValue<int>(out var number) && number >= least && number <= most;

    private static bool IsText(JsonNode node) => node.GetValueKind() is JsonValueKind.String && node.GetValue<string>() != "";

    private static bool IsNumber(JsonNode node) => node.GetValueKind() is JsonValueKind.Number;

    private static bool IsFlag(JsonNode node) => node.GetValueKind() is JsonValueKind.True or JsonValueKind.False;

    private static bool IsMap(JsonNode node) => node is JsonObject;

    private static bool IsStatistic(JsonNode node) => Is("Average", "Maximum", "Minimum", "Sum", "SampleCount", "p99")(node);

    /// <summary>It begins with a small letter.</summary>
    private static bool IsId(JsonNode node) => IsText(node) && char.IsAsciiLetterLower(node.GetValue<string>()[0]) && node.GetValue<string>().All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    private static bool IsColor(JsonNode node) => IsText(node) && node.GetValue<string>() is ['#', .. { Length: 6 } digits] && digits.All(char.IsAsciiHexDigit);
}
