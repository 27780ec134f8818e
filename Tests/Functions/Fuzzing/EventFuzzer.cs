using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Functions;

/// <summary>Spoils events: their bytes, or their shape. The same seed spoils the same way.</summary>
internal sealed class EventFuzzer(int seed)
{
    private readonly Random _random = new(seed);

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1.5", "1e400", "-0", "9223372036854775808", "99999999999999999999999999", "2147483648", "\"\"", "\"\\u0000\"", "\"\\ud800\"",
        "\"\\n\"", "\"4111111111111111\"", "\"accepted#\"", "\"#key\"", "\"2026-11-21T12:00:00.000Z\"", "\"9999-99-99\"", "\"EUR\"", "\"XXX\"", "[]", "[null]", "{}",
        "{\"S\":null}", "{\"S\":\"x\",\"N\":\"1\"}", "[[[[[[[[[[]]]]]]]]]]", "\"////\"", "\"/payments\"", "\"POST\"",
    ];

    /// <param name="example">A valid event, as JSON.</param>
    public byte[] Spoil(string example)
    {
        var text = example;
        for (var times = _random.Next(3); times >= 0; times--)
        {
            text = _random.Next(3) == 0 ? text : SpoilShape(text);
        }

        return _random.Next(3) == 0 ? SpoilBytes(Encoding.UTF8.GetBytes(text)) : Encoding.UTF8.GetBytes(text);
    }

    private string SpoilShape(string json)
    {
        JsonNode root;
        try
        {
            root = JsonNode.Parse(json)!;
            var places = Places(root).ToArray();
            if (places.Length == 0)
            {
                return json;
            }

            SpoilPlace(places[_random.Next(places.Length)]);
            return root.ToJsonString();
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or ArgumentException or InvalidOperationException or NullReferenceException)
        {
            // It was spoiled beyond being JSON before.
            return json;
        }
    }

    private void SpoilPlace((JsonNode Parent, string? Name, int Index) place)
    {
        var value = JsonNode.Parse(Values[_random.Next(Values.Length)]);
        switch (place.Parent)
        {
            case JsonObject parent when _random.Next(4) == 0:
                parent.Remove(place.Name!);
                break;
            case JsonObject parent when _random.Next(4) == 0:
                var moved = parent[place.Name!]?.DeepClone();
                parent.Remove(place.Name!);
                parent[_random.Next(2) == 0 ? place.Name!.ToUpperInvariant() : place.Name + "x"] = moved;
                break;
            case JsonObject parent when _random.Next(4) == 0 && parent[place.Name!] is JsonValue old:
                parent[place.Name!] = SpoilText(old.ToString());
                break;
            case JsonObject parent:
                parent[place.Name!] = value;
                break;
            case JsonArray parent when _random.Next(2) == 0:
                parent.Add(parent[place.Index]?.DeepClone());
                break;
            case JsonArray parent:
                parent[place.Index] = value;
                break;
        }
    }

    /// <summary>Also inside of text, which may be an event of its own, or a number.</summary>
    private string SpoilText(string text) => _random.Next(4) switch
    {
        0 => SpoilShape(text),
        1 => text + text,
        2 => text.Length > 0 ? text.Remove(_random.Next(text.Length), 1) : " ",
        _ => text.Insert(_random.Next(text.Length + 1), ((char)_random.Next(1, 0xd7ff)).ToString(CultureInfo.InvariantCulture)),
    };

    private byte[] SpoilBytes(byte[] bytes)
    {
        var list = bytes.ToList();
        for (var times = _random.Next(4); times >= 0 && list.Count > 0; times--)
        {
            var at = _random.Next(list.Count);
            switch (_random.Next(4))
            {
                case 0:
                    list[at] = (byte)_random.Next(256);
                    break;
                case 1:
                    list.RemoveRange(at, Math.Min(_random.Next(20), list.Count - at));
                    break;
                case 2:
                    list.InsertRange(at, list.GetRange(at, Math.Min(_random.Next(40), list.Count - at)));
                    break;
                default:
                    list.RemoveRange(at, list.Count - at);
                    break;
            }
        }

        return [.. list];
    }

    private static IEnumerable<(JsonNode Parent, string? Name, int Index)> Places(JsonNode node) => node switch
    {
        JsonObject parent => parent.ToArray().SelectMany(property =>
            new[] { ((JsonNode)parent, (string?)property.Key, 0) }.Concat(property.Value is null ? [] : Places(property.Value))),
        JsonArray parent => Enumerable.Range(0, parent.Count).SelectMany(index =>
            new[] { ((JsonNode)parent, (string?)null, index) }.Concat(parent[index] is { } child ? Places(child) : [])),
        _ => [],
    };
}
