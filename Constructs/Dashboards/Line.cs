using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PaymentDr;

/// <summary>A measure in a graph.</summary>
/// <param name="Alarms">What people are told of this very measure.</param>
public sealed record Line(string Label, Measure Measure, IReadOnlyList<AlarmRule> Alarms)
{
    /// <summary>Null where CloudWatch chooses.</summary>
    public string? Color { get; init; }

    /// <summary>Several rows where the line is computed: what it is computed from is not shown.</summary>
    /// <param name="number">By which its ids differ from those of other lines.</param>
    public IEnumerable<JsonNode> ToJson(int number) => Measure switch
    {
        Metric metric => [RowOf(metric, new JsonObject { ["id"] = $"m{number}", ["label"] = Label }.Colored(Color))],
        Formula formula =>
        [
            new JsonArray(new JsonObject { ["expression"] = ExpressionOf(formula, number), ["id"] = $"e{number}", ["label"] = Label, ["region"] = formula.Region.Code }.Colored(Color)),
            .. formula.Metrics.Select(part => RowOf(part.Metric, new JsonObject { ["id"] = Within(number, part.Id), ["visible"] = false })),
        ],
        _ => throw new NotSupportedException($"{Label}: nothing is known of how a graph shows a {Measure.GetType().Name}."),
    };

    private static JsonArray RowOf(Metric metric, JsonObject options)
    {
        options["region"] = metric.Region.Code;
        options["stat"] = metric.StatisticText;
        return new([metric.Namespace, metric.Name, .. metric.Dimensions.SelectMany(dimension => new JsonNode[] { dimension.Name, dimension.Value }), options]);
    }

    private static string ExpressionOf(Formula formula, int number) => formula.Metrics.Aggregate(
        formula.Expression, (expression, part) => Regex.Replace(expression, $@"\b{part.Id}\b", Within(number, part.Id)));

    private static string Within(int number, string id) => $"e{number}{id}";
}

file static class Colors
{
    public static JsonObject Colored(this JsonObject options, string? color)
    {
        if (color is not null)
        {
            options["color"] = color;
        }

        return options;
    }
}
