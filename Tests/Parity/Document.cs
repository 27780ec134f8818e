using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Parity;

/// <summary>JSON that stands in an argument as a text, with expressions of Terraform in it.</summary>
internal static partial class Document
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Null where a text is no such document.</summary>
    public static JsonNode? Parse(string text) =>
        text is ['{', '"', ..] or ['[', ..] ? TryParse(Expression().Replace(text, each => each.Value.Replace("\"", "\\\"", StringComparison.Ordinal))) : null;

    public static string Write(JsonNode document) =>
        Expression().Replace(document.ToJsonString(Relaxed), each => each.Value.Replace("\\\"", "\"", StringComparison.Ordinal));

    private static JsonNode? TryParse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\$\{[^}]*\}")]
    private static partial Regex Expression();
}
