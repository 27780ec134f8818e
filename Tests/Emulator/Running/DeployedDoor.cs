using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Emulator;

/// <summary>A region's door, asked as the merchant acme.</summary>
internal sealed class DeployedDoor(DeployedSite site)
{
    /// <returns>The payment, which was taken on.</returns>
    public Task<JsonNode> PayAsync(string key) => AskAsync(new()
    {
        ["httpMethod"] = "POST",
        ["path"] = "/payments",
        ["headers"] = new JsonObject { ["Idempotency-Key"] = key },
        ["body"] = """{"amount":1250,"currency":"EUR","payer":"tok_drill_payer","payee":"tok_drill_payee"}""",
    });

    /// <returns>The payment, and its state.</returns>
    public Task<JsonNode> LookAsync(string id) => AskAsync(new() { ["httpMethod"] = "GET", ["path"] = $"/payments/{id}" });

    /// <summary>As API Gateway hands a request on, once the authorizer has said whose it is.</summary>
    private async Task<JsonNode> AskAsync(JsonObject request)
    {
        request["requestContext"] = new JsonObject { ["authorizer"] = new JsonObject { ["merchant"] = "acme" } };
        var (answer, error) = await site.InvokeAsync("validate", request);
        Assert.That(error, Is.Null, $"{answer}");
        Assert.That(answer!["statusCode"]!.GetValue<int>(), Is.InRange(200, 299), $"{answer}");
        return JsonNode.Parse(answer["body"]!.GetValue<string>())!;
    }
}
