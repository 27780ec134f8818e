using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Recovery;

/// <summary>The texts of an element that count while it runs, each with the way to it. JSON in a text is looked into.</summary>
internal static partial class Arguments
{
    /// <summary>Read by people, by Terraform, while something is made, or by the permissions' own proof.</summary>
    private static readonly HashSet<string> Idle =
    [
        "//", "alarm_description", "assume_role_policy", "depends_on", "description", "lifecycle", "peer_region", "policy", "provider", "source_code_hash", "source_region", "tags",
        "triggers", "validation_record_fqdns",
    ];

    public static IEnumerable<(string Way, string Text)> Of(Element element) => element.Body
        .Where(argument => !Idle.Contains(argument.Key) && !argument.Key.EndsWith("_wo", StringComparison.Ordinal))
        .SelectMany(argument => Of(argument.Value, argument.Key));

    public static IEnumerable<(string Way, string Text)> Of(JsonNode? value, string way) => value switch
    {
        // As containers name their variables.
        JsonObject { Count: 2 } pair when pair["name"] is JsonValue name && pair.ContainsKey("value") => Of(pair["value"], $"{way}.{name}"),
        JsonObject members => members.SelectMany(member => Of(member.Value, $"{way}.{member.Key}")),
        JsonArray items => items.SelectMany(item => Of(item, way)),
        JsonValue text when text.GetValueKind() is JsonValueKind.String => OfText(Moved().Replace(text.GetValue<string>(), "${$1@$2}"), way),
        _ => [],
    };

    private static IEnumerable<(string Way, string Text)> OfText(string text, string way)
    {
        if (text.StartsWith('{') || text.StartsWith('['))
        {
            try
            {
                return Of(JsonNode.Parse(text), way);
            }
            catch (JsonException)
            {
                // It only begins so.
            }
        }

        return [(way, text)];
    }

    /// <summary>An arn in another region than its element's, as Terraform is told: its quotes would keep JSON around it from being read.</summary>
    [GeneratedRegex("""\$\{replace\(([\w.-]+), ":[a-z0-9-]+:", ":([a-z0-9-]+):"\)\}""")]
    private static partial Regex Moved();
}
