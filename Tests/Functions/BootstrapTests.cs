using System.Text.Json.Nodes;
using PaymentDr.Functions;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Functions;

[TestFixture]
[Category("Publish")]
public sealed class BootstrapTests
{
    private const string Payment = """{"amount":1250,"currency":"EUR","payer":"tok_drill_payer","payee":"tok_drill_payee"}""";

    private readonly TemporaryFolder _folder = new();
    private TwoRegions _regions = null!;

    [OneTimeSetUp]
    public async Task CreateRegions()
    {
        if (!OperatingSystem.IsLinux())
        {
            ExternalTool.Missing("the functions are published for Linux.");
        }

        _regions = await TwoRegions.CreateAsync();
    }

    [OneTimeTearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task It_takes_payments_on_in_both_regions()
    {
        await using var validate = Start("validate");

        var reply = await validate.Lambda.InvokeAsync(Event("POST", "/payments", Payment));

        Assert.That(reply.Kind, Is.EqualTo("response"), reply.Body);
        Assert.That(JsonNode.Parse(reply.Body)!["statusCode"]!.GetValue<int>(), Is.EqualTo(201), reply.Body);
        Assert.That((await _regions.Ledger(Site.Secondary).ReadAsync(PaymentId.Of("merchant", "order-0001"), default)).IsEmpty, Is.False);
    }

    [TestCase("")]
    [TestCase("no json")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("""{"path":"/payments"}""")]
    [TestCase("""{"httpMethod":5,"path":"/payments"}""")]
    public async Task An_event_that_is_no_request_fails_and_the_next_one_is_served(string payload)
    {
        await using var validate = Start("validate");

        Assert.That(await validate.Lambda.InvokeAsync(payload), Has.Property("Kind").EqualTo("error").And.Property("ErrorType").EqualTo("JsonException"));
        Assert.That((await validate.Lambda.InvokeAsync(Event("POST", "/validations", Payment))).Kind, Is.EqualTo("response"));
    }

    [Test]
    public async Task A_body_that_is_too_large_is_refused()
    {
        await using var validate = Start("validate");

        var reply = await validate.Lambda.InvokeAsync(Event("POST", "/payments", new string('x', 5_000_000)));

        Assert.That(JsonNode.Parse(reply.Body)!["statusCode"]!.GetValue<int>(), Is.EqualTo(400));
    }

    [Test]
    public async Task What_a_function_cannot_do_is_its_failure()
    {
        const string Workflow = "arn:aws:states:us-east-1:123456789012:stateMachine:none";
        await using var decide = Start("decide", ("FAILOVER_WORKFLOW_ARN", Workflow), ("FAILBACK_WORKFLOW_ARN", Workflow), ("BOOKS_CLUSTER", "books"));

        var reply = await decide.Lambda.InvokeAsync("{}");

        Assert.That((reply.Kind, reply.ErrorType), Is.EqualTo(("error", "InvalidOperationException")), reply.Body);
        Assert.That(reply.Body, Does.Contain("Only the secondary decides"));
    }

    [Test]
    public async Task When_its_time_is_up_it_says_that_the_outcome_is_unknown()
    {
        using var silence = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silence.Start();
        await using var validate = Start("validate", ("AWS_ENDPOINT_URL", $"http://{silence.LocalEndpoint}"));

        var reply = await validate.Lambda.InvokeAsync(Event("POST", "/payments", Payment), TimeSpan.FromMilliseconds(900));

        Assert.That(JsonNode.Parse(reply.Body)!["statusCode"]!.GetValue<int>(), Is.EqualTo(503), reply.Body);
    }

    [Test]
    public async Task A_function_that_does_not_exist_is_an_init_error_that_lists_those_that_do()
    {
        await using var unknown = Start("pay");

        var error = await unknown.Lambda.InitError.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.That(error.Body, Does.Contain(JsonEncoded("_HANDLER = 'pay'")).And.Contain(string.Join(", ", Catalog.Names)));
        Assert.That((await unknown.EndAsync()).ExitCode, Is.EqualTo(1));
    }

    [TestCase("SITE", "Tertiary", "SITE = 'Tertiary': must be Primary or Secondary.")]
    [TestCase("LEDGER_TABLE", "", "LEDGER_TABLE is not set.")]
    [TestCase("ON_PEER_LOSS", "Panic", "ON_PEER_LOSS = 'Panic': must be Accept or Refuse.")]
    [TestCase("PEER_BUDGET_MS", "-1", "PEER_BUDGET_MS = '-1': must be a whole number greater than 0 and not above 3000.")]
    public async Task A_variable_that_is_wrong_is_an_init_error_that_says_what_is_allowed(string name, string value, string message)
    {
        await using var validate = Start("validate", (name, value));

        Assert.That((await validate.Lambda.InitError.WaitAsync(TimeSpan.FromSeconds(10))).Body, Does.Contain(JsonEncoded(message)));
    }

    [Test]
    public async Task It_ends_when_it_is_told_to()
    {
        await using var validate = Start("validate");
        await validate.Lambda.InvokeAsync(Event("POST", "/validations", Payment));

        validate.Terminate();
        var (exitCode, log) = await validate.EndAsync();

        Assert.That(exitCode, Is.Zero);
        Assert.That(JsonNode.Parse(log.Split('\n')[0])!["function"]!.GetValue<string>(), Is.EqualTo("validate"));
    }

    [Test]
    public async Task Ten_thousand_events_do_not_make_it_grow()
    {
        await using var validate = Start("validate");
        await ServeAsync(2_000);
        var before = validate.Memory;

        await ServeAsync(10_000);

        TestContext.Out.WriteLine($"{before:0} MB before, {validate.Memory:0} MB after");
        Assert.That(validate.Memory, Is.LessThan(before + 20));

        async Task ServeAsync(int events)
        {
            for (var number = 0; number < events; number++)
            {
                await validate.Lambda.InvokeAsync(Event("POST", "/validations", Payment));
            }
        }
    }

    private Bootstrap Start(string function, params (string Name, string Value)[] variables)
    {
        var environment = _regions.Environment(Site.Primary);
        foreach (var (name, value) in variables)
        {
            environment[name] = value;
        }

        return Bootstrap.Start(_folder, function, environment);
    }

    private static string Event(string method, string path, string body) => new JsonObject
    {
        ["httpMethod"] = method,
        ["path"] = path,
        ["headers"] = new JsonObject { ["Idempotency-Key"] = "order-0001" },
        ["body"] = body,
        ["requestContext"] = new JsonObject { ["authorizer"] = new JsonObject { ["merchant"] = "merchant" } },
    }.ToJsonString();

    private static string JsonEncoded(string text) => System.Text.Json.JsonEncodedText.Encode(text).ToString();
}
