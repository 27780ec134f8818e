using System.Text.Json.Nodes;

namespace PaymentDr.Tests;

/// <summary>
/// A pattern as EventBridge and its pipes judge by it, of the operators that ours use and no others: texts, beginnings of texts, absence.
/// What the services would understand and this does not is refused, so that no test passes by a misunderstanding.
/// </summary>
internal sealed class EventPattern
{
    private readonly JsonObject _pattern;

    private EventPattern(JsonObject pattern) => _pattern = pattern;

    /// <exception cref="NotSupportedException">It uses another operator.</exception>
    public static EventPattern Parse(string json)
    {
        var pattern = JsonNode.Parse(json) as JsonObject ?? throw new NotSupportedException($"{json} is no pattern.");
        Judge(pattern);
        return new(pattern);
    }

    public bool Matches(JsonObject subject) => Matches(_pattern, subject);

    private static bool Matches(JsonObject pattern, JsonObject? subject) => pattern.All(field => field.Value switch
    {
        JsonObject nested => Matches(nested, Nested(subject?[field.Key])),
        JsonArray alternatives => Matches(alternatives, subject?[field.Key]),
        _ => throw new InvalidOperationException("It was judged before."),
    });

    private static bool Matches(JsonArray alternatives, JsonNode? value) => alternatives.Any(alternative => alternative switch
    {
        JsonObject rule when rule["prefix"] is { } prefix => Text(value)?.StartsWith(prefix.GetValue<string>(), StringComparison.Ordinal) is true,
        JsonObject rule => rule["exists"]!.GetValue<bool>() == (value is not null),
        _ => Text(value) is { } text && text == alternative!.GetValue<string>(),
    });

    private static JsonObject? Nested(JsonNode? value) => value switch
    {
        null => null,
        JsonObject nested => nested,
        // What a service makes of the others depends on which service it is.
        _ => throw new NotSupportedException($"A pattern looks into {value.ToJsonString()}, which is no object."),
    };

    private static string? Text(JsonNode? value) => value switch
    {
        JsonObject or JsonArray => throw new NotSupportedException($"A pattern compares {value.ToJsonString()}, which is no single value."),
        JsonValue single when single.TryGetValue<string>(out var text) => text,
        _ => null,
    };

    private static void Judge(JsonObject pattern)
    {
        if (pattern.Count == 0)
        {
            throw new NotSupportedException("An empty object in a pattern.");
        }

        foreach (var (name, value) in pattern)
        {
            switch (value)
            {
                case var _ when name.StartsWith('$'):
                    throw new NotSupportedException($"{name} in a pattern.");
                case JsonObject nested:
                    Judge(nested);
                    break;
                case JsonArray { Count: > 0 } alternatives when alternatives.All(IsKnown):
                    break;
                default:
                    throw new NotSupportedException($"\"{name}\":{value?.ToJsonString() ?? "null"} in a pattern.");
            }
        }
    }

    private static bool IsKnown(JsonNode? alternative) => alternative switch
    {
        JsonValue value => value.TryGetValue<string>(out _),
        JsonObject { Count: 1 } rule => rule["prefix"] is JsonValue prefix ? prefix.TryGetValue<string>(out _) : rule["exists"] is JsonValue exists && exists.TryGetValue<bool>(out _),
        _ => false,
    };
}
