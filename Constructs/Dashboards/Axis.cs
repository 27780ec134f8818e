using System.Text.Json.Nodes;

namespace PaymentDr;

/// <summary>What the numbers of a graph are.</summary>
/// <param name="Most">Null where there is no end.</param>
public sealed record Axis(string Label, double? Most = null)
{
    public static Axis Count { get; } = new("count");

    public static Axis Seconds { get; } = new("s");

    public static Axis Milliseconds { get; } = new("ms");

    public static Axis Percent { get; } = new("percent", 100);

    /// <summary>Of all, from 0 to 1. It is rarely near 1, so the graph ends where its line does.</summary>
    public static Axis Share { get; } = new("share");

    public static Axis Days { get; } = new("days");

    public static Axis YesOrNo { get; } = new("1 is yes", 1);

    public JsonObject ToJson()
    {
        var left = new JsonObject { ["label"] = Label, ["min"] = 0, ["showUnits"] = false };
        if (Most is { } most)
        {
            left["max"] = most;
        }

        return new() { ["left"] = left };
    }
}
