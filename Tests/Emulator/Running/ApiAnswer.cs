using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Emulator;

/// <summary>What a door answers.</summary>
/// <param name="Refusal">API Gateway's type of its own refusals; null where the function answered.</param>
internal sealed record ApiAnswer(int Status, string Body, string? Refusal = null)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    /// <summary>In the words that the document has for it; the two defaults stand for every type that has none.</summary>
    public static ApiAnswer Refused(JsonNode document, string type, int status)
    {
        var words = document["x-amazon-apigateway-gateway-responses"]!;
        var answer = words[type] ?? words[status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX"]!;
        return new(int.Parse(answer["statusCode"]!.GetValue<string>()), answer["responseTemplates"]!["application/json"]!.GetValue<string>(), type);
    }
}
