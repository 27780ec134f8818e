using System.Text.Json.Nodes;

namespace PaymentDr;

/// <summary>A rectangle of a dashboard.</summary>
/// <param name="Type">As CloudWatch calls it.</param>
/// <param name="Height">In units of the grid.</param>
public abstract record Widget(string Type, int Height)
{
    /// <param name="width">Of 24 columns.</param>
    public JsonObject ToJson(int x, int y, int width) => new()
    {
        ["type"] = Type,
        ["x"] = x,
        ["y"] = y,
        ["width"] = width,
        ["height"] = Height,
        ["properties"] = Properties(),
    };

    protected abstract JsonObject Properties();
}

/// <summary>Words in Markdown.</summary>
public sealed record TextWidget(string Markdown) : Widget("text", 2)
{
    protected override JsonObject Properties() => new() { ["markdown"] = Markdown };
}

/// <summary>Those of several alarms that are not well, the newest first.</summary>
public sealed record AlarmWidget(string Title, IReadOnlyList<string> Arns) : Widget("alarm", 4)
{
    protected override JsonObject Properties() => new()
    {
        ["title"] = Title,
        ["alarms"] = new JsonArray([.. Arns.Select(arn => (JsonNode)arn)]),
        ["sortBy"] = "stateUpdatedTimestamp",
        ["states"] = new JsonArray("ALARM", "INSUFFICIENT_DATA"),
    };
}
