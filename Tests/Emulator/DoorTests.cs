using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Emulator;

/// <summary>The deployed doors: what they let in, what they refuse, and in whose words.</summary>
[TestFixture("us-east-1", "primary")]
[TestFixture("us-west-2", "secondary")]
[Category("Emulator")]
[Order(4)]
public sealed class DoorTests(string region, string role)
{
    private const string Payment = """{"amount":1250,"currency":"EUR","payer":"tok_drill_payer","payee":"tok_drill_payee"}""";

    private DeployedDoor _door = null!;

    [OneTimeSetUp]
    public void FindDoor() => _door = new DeployedSite(region).Door;

    [Test]
    public async Task A_door_answers_under_its_own_name_and_the_shared_ones()
    {
        Assert.That(_door.Names, Is.EquivalentTo(new[] { "api.payments.invalid", "drill.payments.invalid", $"{role}.api.payments.invalid" }));
        foreach (var name in _door.Names)
        {
            Assert.That((await _door.AskAsync("GET", "/health", key: "", host: name)).Status, Is.EqualTo(200), name);
        }

        Assert.That((await _door.AskAsync("GET", "/health", key: "", host: $"abc.execute-api.{region}.amazonaws.com")).Status, Is.EqualTo(403));
    }

    [Test]
    public async Task Health_names_the_region_and_needs_no_key() =>
        Assert.That((await _door.AskAsync("GET", "/health", key: "")).Json["region"]!.GetValue<string>(), Is.EqualTo(region));

    [TestCase("", "UNAUTHORIZED")]
    [TestCase("drill.not-the-key", "ACCESS_DENIED")]
    public async Task Who_has_no_valid_key_is_told_so(string key, string refusal)
    {
        var answer = await _door.AskAsync("POST", "/payments", Payment, "order-unknown", key);

        Assert.That((answer.Refusal, answer.Status), Is.EqualTo((refusal, 401)));
        Assert.That(answer.Json["type"]!.GetValue<string>(), Is.Not.Empty, "a problem like any other");
    }

    [TestCase("""{"amount":1250}""", "order-half", "BAD_REQUEST_BODY")]
    [TestCase("no JSON", "order-none", "BAD_REQUEST_BODY")]
    [TestCase(Payment, null, "BAD_REQUEST_PARAMETERS")]
    public async Task What_is_no_payment_does_not_reach_the_function(string body, string? idempotencyKey, string refusal)
    {
        var answer = await _door.AskAsync("POST", "/payments", body, idempotencyKey);

        Assert.That((answer.Refusal, answer.Status), Is.EqualTo((refusal, 400)));
        Assert.That(answer.Json["errors"]!.AsArray(), Is.Not.Empty);
    }

    [TestCase("GET", "/elsewhere", 404)]
    [TestCase("DELETE", "/payments", 405)]
    [TestCase("GET", "/payments/AAAAAAAAAAAAAAAAAAAAAA", 404)]
    public async Task What_is_not_there_is_told_in_the_platform_s_words(string method, string path, int status)
    {
        var answer = await _door.AskAsync(method, path);

        Assert.That(answer.Status, Is.EqualTo(status), answer.ToString());
        Assert.That(JsonNode.Parse(answer.Body)!["title"], Is.Not.Null);
    }
}
