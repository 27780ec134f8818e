using System.Text.Json.Nodes;

namespace PaymentDr;

/// <summary>The newest value of several measures, as numbers.</summary>
public sealed record ValueWidget(string Title, Region Region, IReadOnlyList<Line> Lines) : Widget("metric", 3)
{
    protected override JsonObject Properties() => new()
    {
        ["title"] = Title,
        ["view"] = "singleValue",
        ["region"] = Region.Code,
        ["period"] = 60,
        ["stat"] = "Sum",
        ["metrics"] = new JsonArray([.. Lines.SelectMany((line, number) => line.ToJson(number))]),
    };
}
