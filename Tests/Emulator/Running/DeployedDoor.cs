using System.Text.Json.Nodes;
using static PaymentDr.Tests.Emulator.RefusalTests;

namespace PaymentDr.Tests.Emulator;

/// <summary>A region's door under its own name, asked as the merchant of the drills, whose key Terraform made.</summary>
internal sealed class DeployedDoor
{
    public const string Payment = """{"amount":1250,"currency":"EUR","payer":"tok_drill_payer","payee":"tok_drill_payee"}""";

    private readonly DeployedApi _api;

    public DeployedDoor(DeployedSite site)
    {
        _api = new DeployedApi(site);
        Key = JsonNode.Parse(Make("secretsmanager get-secret-value --secret-id secret-drill-key-dev --query SecretString", site.Region.Name))!["password"]!.GetValue<string>();
        Name = $"{(site.Region.Name == "us-east-1" ? "primary" : "secondary")}.api.payments.invalid";
    }

    public IReadOnlyList<string> Names => _api.Names;

    public string Name { get; }

    public string Key { get; }

    /// <returns>The payment, which was taken on.</returns>
    public async Task<JsonNode> PayAsync(string key) => Taken(await AskAsync("POST", "/payments", Payment, idempotencyKey: key));

    /// <returns>The payment, and its state.</returns>
    public async Task<JsonNode> LookAsync(string id) => Taken(await AskAsync("GET", $"/payments/{id}"));

    /// <param name="key">The merchant's; the one of the drills when it is not said, none when it is empty.</param>
    public Task<ApiAnswer> AskAsync(string method, string path, string? body = null, string? idempotencyKey = null, string? key = null, string? host = null)
    {
        var headers = new Dictionary<string, string> { ["Authorization"] = $"Bearer {key ?? Key}", ["Idempotency-Key"] = idempotencyKey ?? "" };
        foreach (var name in headers.Keys.Where(name => (name == "Authorization" ? key : idempotencyKey ?? "") == "").ToArray())
        {
            headers.Remove(name);
        }

        return _api.AskAsync(new(method, host ?? Name, path) { Headers = headers, Body = body });
    }

    private static JsonNode Taken(ApiAnswer answer)
    {
        Assert.That(answer.Status, Is.InRange(200, 299), answer.ToString());
        return answer.Json;
    }
}
