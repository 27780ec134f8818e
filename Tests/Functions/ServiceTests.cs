using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using PaymentDr.Aws;
using PaymentDr.Functions;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Functions;

[TestFixture]
public sealed class ServiceTests
{
    private const string Key = "acme.s3cr3t-s3cr3t-s3cr3t";
    private const string Body = """{"amount":1250,"currency":"EUR","payer":"tok_drill_payer","payee":"tok_drill_payee"}""";

    private TwoRegions _regions = null!;
    private FakeLambda _own = null!;
    private FakeLambda _peers = null!;

    [SetUp]
    public async Task CreateRegions()
    {
        _regions = await TwoRegions.CreateAsync();
        _regions.Set("DRAIN_SECONDS", "1");
        _regions.Set("VALIDATE_FUNCTION", "validate");
        _regions.Set("PEER_VALIDATE_FUNCTION", "validate");
        await _regions.PutKeyAsync("acme", ApiKeys.HashOf(Key));
        _own = CreateLambda(Site.Primary);
        _peers = CreateLambda(Site.Secondary);
    }

    [TearDown]
    public async Task RemoveLambdas()
    {
        await _own.DisposeAsync();
        await _peers.DisposeAsync();
    }

    [Test]
    public async Task A_payment_is_taken_on_once_and_shown_to_its_merchant()
    {
        await using var service = await StartAsync();

        using var first = await SendAsync(service, HttpMethod.Post, "/payments", Body);
        using var again = await SendAsync(service, HttpMethod.Post, "/payments", Body);
        using var shown = await SendAsync(service, HttpMethod.Get, $"/payments/{PaymentId.Of("acme", "order-0001")}");

        Assert.That((first.StatusCode, again.StatusCode, shown.StatusCode), Is.EqualTo((HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.OK)));
        Assert.That((await JsonOf(first))["durability"]!.GetValue<string>(), Is.EqualTo("BOTH"));
        Assert.That(first.Headers.CacheControl!.NoStore, Is.True);
        Assert.That((_own.Invocations, _peers.Invocations), Is.EqualTo((0, 0)), "a payment is validated in the process");
    }

    [TestCase(null)]
    [TestCase("acme.another")]
    [TestCase("nobody.s3cr3t-s3cr3t-s3cr3t")]
    public async Task Whoever_has_no_key_gets_nothing(string? key)
    {
        await using var service = await StartAsync();

        using var answer = await SendAsync(service, HttpMethod.Post, "/payments", Body, key);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [TestCase("/payments", 5000, HttpStatusCode.BadRequest)]
    [TestCase("/payments", 70_000, HttpStatusCode.RequestEntityTooLarge)]
    [TestCase("/elsewhere", 10, HttpStatusCode.NotFound)]
    public async Task What_nobody_can_take_on_is_refused_by_name(string path, int length, HttpStatusCode status)
    {
        await using var service = await StartAsync();

        using var answer = await SendAsync(service, HttpMethod.Post, path, new string(' ', length));

        Assert.That(answer.StatusCode, Is.EqualTo(status));
        Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
    }

    [Test]
    public async Task Without_keys_to_compare_with_nothing_is_taken_on()
    {
        _regions.Set("AWS_ENDPOINT_URL_SSM", TwoRegions.Nowhere);
        await using var service = await StartAsync();

        using var answer = await SendAsync(service, HttpMethod.Post, "/payments", Body);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That((await JsonOf(answer))["type"]!.GetValue<string>(), Is.EqualTo("unavailable"));
        Assert.That(answer.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(2)));
    }

    [Test]
    public async Task A_validation_is_asked_of_the_function_here_then_of_the_peers()
    {
        await using var service = await StartAsync();

        using var here = await SendAsync(service, HttpMethod.Post, "/validations", Body);
        _own.IsBroken = true;
        using var there = await SendAsync(service, HttpMethod.Post, "/validations", """{"amount":-1}""");
        Assert.That((_own.Invocations, _peers.Invocations), Is.EqualTo((2, 1)));
        _peers.IsBroken = true;
        using var nowhere = await SendAsync(service, HttpMethod.Post, "/validations", Body);
        using var payment = await SendAsync(service, HttpMethod.Post, "/payments", Body);

        Assert.That((here.StatusCode, there.StatusCode, nowhere.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.ServiceUnavailable)));
        Assert.That((await JsonOf(there))["errors"]!.AsArray(), Is.Not.Empty);
        Assert.That(payment.StatusCode, Is.EqualTo(HttpStatusCode.Created), "a payment does not need the functions");
    }

    [Test]
    public async Task A_region_without_lambda_is_passed_over()
    {
        _regions.Set("AWS_ENDPOINT_URL_LAMBDA_US_EAST_1", TwoRegions.Nowhere);
        await using var service = await StartAsync();

        using var answer = await SendAsync(service, HttpMethod.Post, "/validations", Body);

        Assert.That((answer.StatusCode, _peers.Invocations), Is.EqualTo((HttpStatusCode.OK, 1)));
    }

    [Test]
    public async Task What_is_being_served_is_finished_before_it_stops()
    {
        await using var slow = new AwsProxy { Delay = TimeSpan.FromSeconds(2) };
        _regions.Set("AWS_ENDPOINT_URL_DYNAMODB_US_WEST_2", slow.Endpoint);
        _regions.Set("PEER_BUDGET_MS", "3000");
        await using var service = await StartAsync();

        slow.Forget();
        var begun = SendAsync(service, HttpMethod.Post, "/payments", Body);
        await slow.IsAsked;
        service.Terminate();
        HttpStatusCode alive;
        do
        {
            using var asked = await service.Client.GetAsync("/alive");
            alive = asked.StatusCode;
        }
        while (alive is HttpStatusCode.OK);

        using var health = await service.Client.GetAsync("/health");
        using var late = await SendAsync(service, HttpMethod.Get, $"/payments/{PaymentId.Of("acme", "order-0001")}");
        using var payment = await begun;
        var (exitCode, log) = await service.EndAsync();

        Assert.That(alive, Is.EqualTo(HttpStatusCode.ServiceUnavailable), "the load balancer is told");
        Assert.That(health.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(late.StatusCode, Is.EqualTo(HttpStatusCode.OK), "what comes meanwhile is served");
        Assert.That(payment.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(exitCode, Is.Zero);
        Assert.That(log.TrimEnd().Split('\n')[^1], Does.Contain("Stopped."));
        Assert.That(log, Does.Not.Contain("s3cr3t").And.Not.Contain("tok_drill"));
    }

    [Test]
    public async Task Both_ledgers_were_asked_before_anything_is_listened_to()
    {
        await using var here = new AwsProxy();
        await using var there = new AwsProxy();
        _regions.Set("AWS_ENDPOINT_URL_DYNAMODB_US_EAST_1", here.Endpoint);
        _regions.Set("AWS_ENDPOINT_URL_DYNAMODB_US_WEST_2", there.Endpoint);
        await using var service = await StartAsync();

        Assert.That((here.IsAsked.IsCompleted, there.IsAsked.IsCompleted), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task A_region_in_trouble_is_told_of_and_makes_no_process_look_ill()
    {
        _regions.Set("AWS_ENDPOINT_URL", TwoRegions.Nowhere);
        await using var service = await StartAsync();

        using var alive = await service.Client.GetAsync(DoorPaths.Alive);
        using var health = await service.Client.GetAsync("/health");

        Assert.That(alive.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await alive.Content.ReadAsStringAsync(), Is.EqualTo("""{"status":"serving"}"""));
        Assert.That(health.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
    }

    [Test]
    public async Task It_does_not_start_without_what_it_needs_and_says_what_that_is()
    {
        var environment = _regions.Environment(Site.Primary);
        environment.Remove("KEYS_PATH");
        await using var service = await ServiceProcess.StartAsync(environment);

        var (exitCode, log) = await service.EndAsync();

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(log, Does.Contain("KEYS_PATH is not set."));
    }

    private static async Task<JsonNode> JsonOf(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

    private static async Task<HttpResponseMessage> SendAsync(ServiceProcess service, HttpMethod method, string path, string? body = null, string? key = Key)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body) };
        request.Headers.Add("Idempotency-Key", "order-0001");
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return await service.Client.SendAsync(request);
    }

    private FakeLambda CreateLambda(Site site)
    {
        var lambda = new FakeLambda(new Invoke(Catalog.Build("validate", _regions.Platform(site))));
        _regions.Set($"AWS_ENDPOINT_URL_LAMBDA_{TwoRegions.NameOf(site).Replace('-', '_').ToUpperInvariant()}", lambda.Endpoint);
        return lambda;
    }

    private Task<ServiceProcess> StartAsync() => ServiceProcess.StartAsync(_regions.Environment(Site.Primary));
}
