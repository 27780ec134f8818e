using System.Text.Json.Nodes;

namespace PaymentDr.Tests;

/// <summary>A pattern of EventBridge, as rules and pipes have them: which events it lets through. Of its operators only those that are used here.</summary>
internal sealed class EventFilter(JsonObject pattern)
{
    public static EventFilter Parse(string pattern) => new(JsonNode.Parse(pattern)!.AsObject());

    public bool Lets(JsonNode @event) => Holds(pattern, @event as JsonObject);

    private static bool Holds(JsonObject pattern, JsonObject? value) => pattern.All(field => field.Value switch
    {
        JsonObject inner => Holds(inner, value?[field.Key] as JsonObject),
        JsonArray choices => choices.Any(choice => Fits(choice, value?.ContainsKey(field.Key) is true, value?[field.Key])),
        _ => throw new NotSupportedException($"A pattern's '{field.Key}' must be an object or a list."),
    });

    private static bool Fits(JsonNode? choice, bool isThere, JsonNode? value) => choice switch
    {
        JsonObject { Count: 1 } rule => FitsRule(rule.Single(), isThere, value),
        JsonObject => throw new NotSupportedException($"One operator at a time: {choice.ToJsonString()}."),
        _ when value is JsonArray list => list.Any(item => JsonNode.DeepEquals(choice, item)),
        _ => isThere && JsonNode.DeepEquals(choice, value),
    };

    private static bool FitsRule(KeyValuePair<string, JsonNode?> rule, bool isThere, JsonNode? value) => rule.Key switch
    {
        "exists" => rule.Value!.GetValue<bool>() == isThere,
        "prefix" => value is JsonValue text && text.TryGetValue<string>(out var word) && word.StartsWith(rule.Value!.GetValue<string>(), StringComparison.Ordinal),
        _ => throw new NotSupportedException($"The operator '{rule.Key}' is not known here."),
    };
}
