using System.Text;
using System.Text.Json.Nodes;
using PaymentDr.Functions;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Functions;

[TestFixture]
public sealed class ValidateTests
{
    private const string Body = """{"amount":1250,"currency":"EUR","payer":"tok_drill_payer","payee":"tok_drill_payee"}""";

    private TwoRegions _regions = null!;
    private Invoke _validate = null!;

    [SetUp]
    public async Task CreateFunction()
    {
        _regions = await TwoRegions.CreateAsync();
        _validate = new Invoke(Catalog.Build("validate", _regions.Platform(Site.Primary)));
    }

    [Test]
    public async Task A_payment_is_taken_on_once_however_often_it_is_sent()
    {
        var first = await PostAsync(Body);
        var again = await PostAsync(Body);

        Assert.That((Status(first), Status(again)), Is.EqualTo((201, 200)));
        Assert.That(BodyOf(first)["durability"]!.GetValue<string>(), Is.EqualTo("BOTH"));
        Assert.That(BodyOf(again)["id"]!.GetValue<string>(), Is.EqualTo(BodyOf(first)["id"]!.GetValue<string>()));
    }

    [Test]
    public async Task The_other_region_shows_it_and_refuses_its_key_for_another()
    {
        var id = BodyOf(await PostAsync(Body))["id"]!.GetValue<string>();
        _validate = new Invoke(Catalog.Build("validate", _regions.Platform(Site.Secondary)));

        Assert.That(BodyOf(await SendAsync("GET", $"/payments/{id}"))["amount"]!.GetValue<long>(), Is.EqualTo(1250));
        Assert.That(Status(await PostAsync(Body.Replace("1250", "1251", StringComparison.Ordinal))), Is.EqualTo(409));
        Assert.That(Status(await SendAsync("GET", $"/payments/{id}", merchant: "another")), Is.EqualTo(404), "to another merchant it does not exist");
    }

    [Test]
    public async Task What_is_malformed_is_refused_before_anything_is_written()
    {
        var answer = await PostAsync("""{"amount":-1,"currency":"EUR","payer":"4111111111111111","payee":"tok_payee"}""");

        Assert.That(Status(answer), Is.EqualTo(400));
        Assert.That(BodyOf(answer)["errors"]!.AsArray().Select(error => error!["field"]!.GetValue<string>()), Is.EquivalentTo(new[] { "amount", "payer" }));
        Assert.That((await _regions.Ledger(Site.Primary).ReadAsync(PaymentId.Of("merchant", "order-0001"), default)).IsEmpty, Is.True);
    }

    [Test]
    public async Task A_validation_takes_nothing_on()
    {
        Assert.That(Status(await SendAsync("POST", "/validations", Body)), Is.EqualTo(200));
        Assert.That(Status(await SendAsync("POST", "/validations", "{}")), Is.EqualTo(400));
        Assert.That((await _regions.Ledger(Site.Primary).ReadAsync(PaymentId.Of("merchant", "order-0001"), default)).IsEmpty, Is.True);
    }

    [TestCase("GET", "/payments", 405)]
    [TestCase("DELETE", "/payments/x", 405)]
    [TestCase("GET", "/", 404)]
    [TestCase("GET", "/payments/x/y", 404)]
    [TestCase("GET", "/payments/not-an-id", 404)]
    public async Task Anything_else_is_answered_by_name(string method, string path, int status) =>
        Assert.That(Status(await SendAsync(method, path)), Is.EqualTo(status));

    [Test]
    public async Task Whoever_is_not_known_gets_nothing() =>
        Assert.That(Status(await SendAsync("POST", "/payments", Body, merchant: null)), Is.EqualTo(401));

    [Test]
    public async Task A_body_may_come_in_base64()
    {
        var request = Request("POST", "/payments", Convert.ToBase64String(Encoding.UTF8.GetBytes(Body)), "merchant");
        request["isBase64Encoded"] = true;

        Assert.That(Status(await _validate.WithAsync(request)), Is.EqualTo(201));
    }

    [Test]
    public async Task Health_needs_no_key_and_names_region_and_build()
    {
        var answer = await SendAsync("GET", "/health", merchant: null);

        Assert.That(Status(answer), Is.EqualTo(200));
        Assert.That(BodyOf(answer).ToJsonString(), Is.EqualTo("""{"status":"ok","region":"us-east-1","site":"primary","build":"build-1"}"""));
    }

    [Test]
    public async Task Health_looks_at_its_own_replica_and_at_nothing_else()
    {
        _regions.Set("AWS_ENDPOINT_URL_US_WEST_2", TwoRegions.Nowhere);
        Assert.That(Status(await new Invoke(Catalog.Build("validate", _regions.Platform(Site.Primary))).WithAsync(Request("GET", "/health", null, null))), Is.EqualTo(200));

        _regions.Set("AWS_ENDPOINT_URL_US_EAST_1", TwoRegions.Nowhere);
        Assert.That(Status(await new Invoke(Catalog.Build("validate", _regions.Platform(Site.Primary))).WithAsync(Request("GET", "/health", null, null))), Is.EqualTo(503));
    }

    [Test]
    public async Task When_neither_replica_answers_the_outcome_is_unknown_and_says_when_to_ask_again()
    {
        _regions.Set("AWS_ENDPOINT_URL", TwoRegions.Nowhere);
        _validate = new Invoke(Catalog.Build("validate", _regions.Platform(Site.Primary)));

        var answer = await PostAsync(Body);

        Assert.That(Status(answer), Is.EqualTo(503));
        Assert.That(answer["headers"]!["Retry-After"]!.GetValue<string>(), Is.EqualTo("2"));
        Assert.That(BodyOf(answer)["type"]!.GetValue<string>(), Is.EqualTo("outcome-unknown"));
        Assert.That(_validate.Metric("OutcomeUnknown"), Is.EqualTo(1));
    }

    [Test]
    public async Task When_time_is_up_the_outcome_is_unknown()
    {
        using var late = new CancellationTokenSource();
        await late.CancelAsync();

        Assert.That(Status(await _validate.WithAsync(Request("POST", "/payments", Body, "merchant").ToJsonString(), late.Token)), Is.EqualTo(503));
    }

    [Test]
    public async Task The_log_names_the_payment_and_neither_key_nor_token()
    {
        var id = BodyOf(await PostAsync(Body))["id"]!.GetValue<string>();

        Assert.That(_validate.Lines.First()["paymentId"]!.GetValue<string>(), Is.EqualTo(id));
        Assert.That(_validate.Log, Does.Not.Contain("tok_drill").And.Not.Contain("order-0001").And.Not.Contain("secret"));
        Assert.That(_validate.Metric("Acknowledged"), Is.EqualTo(1));
        Assert.That(_validate.Metric("AcknowledgedByOne"), Is.Zero);
    }

    private Task<JsonNode> PostAsync(string body) => SendAsync("POST", "/payments", body);

    private Task<JsonNode> SendAsync(string method, string path, string? body = null, string? merchant = "merchant") =>
        _validate.WithAsync(Request(method, path, body, merchant));

    private static JsonObject Request(string method, string path, string? body, string? merchant) => new()
    {
        ["httpMethod"] = method,
        ["path"] = path,
        ["headers"] = new JsonObject { ["idempotency-key"] = "order-0001", ["Authorization"] = "Bearer merchant.secret" },
        ["body"] = body,
        ["requestContext"] = new JsonObject { ["authorizer"] = merchant is null ? null : new JsonObject { ["merchant"] = merchant, ["integrationLatency"] = 3 } },
    };

    private static int Status(JsonNode answer) => answer["statusCode"]!.GetValue<int>();

    private static JsonNode BodyOf(JsonNode answer) => JsonNode.Parse(answer["body"]!.GetValue<string>())!;
}
