namespace PaymentDr.Tests.Emulator;

/// <summary>The service as it is deployed: the same payments as behind the API, settled by the same books.</summary>
[TestFixture("us-east-1")]
[TestFixture("us-west-2")]
[Category("Emulator")]
[Order(6)]
public sealed class ServiceDoorTests(string region)
{
    private const string Payment = """{"amount":1250,"currency":"EUR","payer":"tok_drill_payer","payee":"tok_drill_payee"}""";

    private DeployedSite _primary = null!;
    private DeployedSite _secondary = null!;
    private DeployedService _service = null!;

    private DeployedDoor Api => (region == "us-east-1" ? _primary : _secondary).Door;

    [OneTimeSetUp]
    public async Task Start()
    {
        (_primary, _secondary) = (new DeployedSite("us-east-1"), new DeployedSite("us-west-2"));
        _service = await DeployedService.StartAsync(region);
    }

    [OneTimeTearDown]
    public async Task Stop() => await _service.DisposeAsync();

    [Test]
    public async Task A_payment_that_it_takes_on_is_settled_once_and_seen_through_either_door()
    {
        var taken = await AskAsync("POST", "/payments", Payment, $"order-pay-{region}");
        Assert.That(taken.Status, Is.InRange(200, 201), taken.ToString());
        var id = taken.Json["id"]!.GetValue<string>();

        await _primary.PumpAsync();
        await _secondary.PumpAsync();

        Assert.That(taken.Json["durability"]!.GetValue<string>(), Is.EqualTo("BOTH"));
        Assert.That(EmulatorSetup.Books.Postings(id), Is.EqualTo(2));
        Assert.That((string?)(await AskAsync("GET", $"/payments/{id}")).Json["state"], Is.EqualTo("settled"));
        Assert.That((string?)(await Api.LookAsync(id))["state"], Is.EqualTo("settled"));
    }

    [Test]
    public async Task What_one_door_took_on_the_other_takes_on_no_more()
    {
        var key = $"order-doors-{region}";
        var first = await Api.PayAsync(key);

        var again = await AskAsync("POST", "/payments", Payment, key);

        Assert.That((again.Status, (string?)again.Json["id"]), Is.EqualTo((200, (string?)first["id"])));
    }

    [Test]
    public async Task A_validation_is_asked_of_this_region_s_function()
    {
        var before = EmulatorSetup.Functions.Invocations.Count;

        Assert.That((await AskAsync("POST", "/validations", Payment, "order-looked-at")).Status, Is.EqualTo(200));
        Assert.That((await AskAsync("POST", "/validations", """{"amount":-1}""", "order-looked-at")).Status, Is.EqualTo(400));

        var asked = EmulatorSetup.Functions.Invocations.Skip(before).Where(invocation => invocation.Handler == "validate").ToArray();
        Assert.That(asked.Select(invocation => invocation.Region), Is.EqualTo(new[] { region, region }));
    }

    [Test]
    public async Task Who_has_no_key_is_told_so_and_who_asks_for_its_health_needs_none()
    {
        Assert.That((await AskAsync("POST", "/payments", Payment, "order-unknown", "drill.not-the-key")).Status, Is.EqualTo(401));
        Assert.That((string?)(await AskAsync("GET", "/health", key: "")).Json["region"], Is.EqualTo(region));
    }

    private Task<ApiAnswer> AskAsync(string method, string path, string? body = null, string? idempotencyKey = null, string? key = null)
    {
        var headers = new Dictionary<string, string>();
        if (key != "")
        {
            headers["Authorization"] = $"Bearer {key ?? Api.Key}";
        }

        if (idempotencyKey is not null)
        {
            headers["Idempotency-Key"] = idempotencyKey;
        }

        return _service.AskAsync(new(method, "pay.payments.invalid", path) { Headers = headers, Body = body });
    }
}
