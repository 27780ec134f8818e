using System.Globalization;
using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Parity;

/// <summary>The attributes of a body by their paths, those of blocks, lists and documents as well.</summary>
internal static class Attributes
{
    public static IEnumerable<(string Path, JsonNode? Value)> Of(JsonNode? node, string path = "") => node switch
    {
        JsonObject { Count: > 0 } block => block.Where(pair => pair.Key != "//").SelectMany(pair => Of(pair.Value, Join(path, pair.Key))),
        JsonArray { Count: > 0 } list => list.SelectMany((item, index) => Of(item, Join(path, index.ToString(CultureInfo.InvariantCulture)))),
        JsonValue value when value.TryGetValue<string>(out var text) && Document.Parse(text) is { } document => Of(document, path),
        _ => [(path, node)],
    };

    public static string Join(string path, string step) => path == "" ? step : step == "" ? path : $"{path}/{step}";
}
