using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PaymentDr.Aws;
using PaymentDr.Functions;
using PaymentDr.Functions.Authorize;
using PaymentDr.Functions.Process;
using PaymentDr.Functions.Validate;
using PaymentDr.Payments;
using PaymentDr.Runtime;

namespace PaymentDr.Tests.Functions;

/// <summary>Whatever comes, a function answers in its own terms, or says that the event is none of its kind. Everything else is a bug.</summary>
[TestFixture]
public sealed class FuzzingTests
{
    private const int Events = 20_000;

    /// <summary>Those of a queue lead to calls.</summary>
    private const int FewerEvents = 4_000;

    private const string Method = "arn:aws:execute-api:us-east-1:123456789012:api/live/POST/payments";

    private static readonly int[] Statuses = [200, 201, 400, 401, 404, 405, 409, 503];

    private readonly MemoryLedger _own = new(Site.Primary);
    private readonly MemoryLedger _peer = new(Site.Secondary);
    private readonly Endpoints _nowhere = new(name => name == "AWS_ENDPOINT_URL" ? TwoRegions.Nowhere : null);

    [TestCase(1)]
    [TestCase(2)]
    public async Task A_proxys_events(int seed)
    {
        using var dynamo = new AwsRegion(TwoRegions.Primary, _nowhere).DynamoDb(TimeSpan.FromSeconds(1));
        var door = new Door(new Acceptance(_own, _peer, PeerLossPolicy.Accept, TimeProvider.System), new Inquiry(_own, _peer));
        var validate = new ValidateFunction(door, new Health(Site.Primary, TwoRegions.Primary, "build-1", "none", dynamo, TimeProvider.System));
        var statuses = await SpoilAsync(seed, Events, Proxy(), validate.HandleAsync, (payload, answer) =>
        {
            var status = answer["statusCode"]!.GetValue<int>();
            Assert.That(Statuses, Does.Contain(status), payload);
            Assert.That(JsonNode.Parse(answer["body"]!.GetValue<string>()), Is.Not.Null, payload);
            return Task.FromResult($"{status}");
        });

        Assert.That(statuses.Keys, Is.SupersetOf(new[] { "200", "201", "400", "401", "404", "405", "409", nameof(JsonException) }), "and everything is reached");
    }

    [TestCase(3)]
    public async Task An_authorizers_events(int seed)
    {
        var keys = new ApiKeys((_, _) => Task.FromResult<string?>(ApiKeys.HashOf("acme.s3cr3t")), TimeProvider.System);
        var example = new JsonObject { ["methodArn"] = Method, ["headers"] = new JsonObject { ["Authorization"] = "Bearer acme.s3cr3t" } };
        var effects = await SpoilAsync(seed, Events, example.ToJsonString(), new AuthorizeFunction(keys).HandleAsync, (payload, answer) =>
        {
            var effect = answer["policyDocument"]!["Statement"]![0]!["Effect"]!.GetValue<string>();
            Assert.That(effect == "Allow", Is.EqualTo(answer["context"]!["merchant"]?.GetValue<string>() == "acme"), payload);
            return Task.FromResult(effect);
        });

        Assert.That(effects.Keys, Is.EquivalentTo(new[] { "Allow", "Deny", nameof(JsonException) }));
    }

    [TestCase(4)]
    [TestCase(5)]
    public async Task A_queues_events(int seed)
    {
        var (books, poison) = (new MemoryBooks(), 0);
        await using var aws = new LoopbackHttp(async (context, _) =>
        {
            poison += context.Request.Headers["X-Amz-Target"] == "AmazonSQS.SendMessage" ? 1 : 0;
            await LoopbackHttp.SendAsync(context.Response, 200, "{}"u8.ToArray());
        });
        var region = new AwsRegion(TwoRegions.Primary, new Endpoints(_ => aws.Endpoint));
        using var dynamo = region.DynamoDb(TimeSpan.FromSeconds(10));
        var readiness = new Readiness(
            Site.Primary,
            new Database(DataApiClient.In(region), "cluster", "secret", "books"),
            new Sightings("none", dynamo, new Reach("the ledger", TimeSpan.FromSeconds(10), Tries: 1)),
            TimeProvider.System);
        var process = new ProcessFunction(new Settlement(_own, _peer, books), readiness, new Announcer(new EventBus(region, "bus"), Site.Primary), new Queue(region, aws.Endpoint));
        var ends = await SpoilAsync(seed, FewerEvents, Batch(), process.HandleAsync, (payload, answer) =>
        {
            var again = answer["batchItemFailures"]!.AsArray();
            Assert.That(again.Select(message => message!["itemIdentifier"]!.GetValue<string>()), Is.SubsetOf(MessageIds(payload)), payload);
            return Task.FromResult(again.Count == 0 ? "done" : "again");
        });

        Assert.That(ends.Keys, Is.EquivalentTo(new[] { "done", nameof(JsonException) }).Or.EquivalentTo(new[] { "done", "again", nameof(JsonException) }));
        Assert.That(poison, Is.Positive);
        Assert.That(books.Rows.Select(row => row.Accepted), Is.All.Matches<Accepted>(accepted => accepted.Payment.Amount.Minor > 0));
    }

    /// <returns>How often each end was seen: what <paramref name="judge"/> says of an answer, or the name of the exception.</returns>
    private static async Task<Dictionary<string, int>> SpoilAsync(
        int seed, int events, string example, Handler handler, Func<string, JsonNode, Task<string>> judge)
    {
        var (fuzzer, ends) = (new EventFuzzer(seed), new Dictionary<string, int>());
        for (var number = 0; number < events; number++)
        {
            var payload = fuzzer.Spoil(example);
            var end = await ServeAsync(payload, handler, judge);
            ends[end] = ends.GetValueOrDefault(end) + 1;
        }

        await TestContext.Out.WriteLineAsync(string.Join(", ", ends.OrderByDescending(end => end.Value).Select(end => $"{end.Key}: {end.Value}")));
        return ends;
    }

    private static async Task<string> ServeAsync(byte[] payload, Handler handler, Func<string, JsonNode, Task<string>> judge)
    {
        var text = Encoding.UTF8.GetString(payload);
        var invocation = new Invocation { RequestId = "request-1", FunctionArn = "", Deadline = DateTimeOffset.UtcNow.AddMinutes(1), Event = payload };
        using var log = new MemoryStream();
        try
        {
            var answer = await handler(payload, new LambdaContext(invocation, TimeProvider.System, new StructuredLog(log, TimeProvider.System)), default);
            Assert.That(Encoding.UTF8.GetString(log.ToArray()), Does.Not.Contain("must come again."), text);
            return await judge(text, JsonNode.Parse(answer.Span)!);
        }
        catch (JsonException)
        {
            return nameof(JsonException);
        }
        catch (Exception exception) when (exception is not AssertionException)
        {
            throw new AssertionException($"{exception.GetType().Name} on: {text}", exception);
        }
    }

    private static string Proxy() => new JsonObject
    {
        ["httpMethod"] = "POST",
        ["path"] = "/payments",
        ["headers"] = new JsonObject { ["Idempotency-Key"] = "order-0001" },
        ["body"] = """{"amount":1250,"currency":"EUR","payer":"tok_drill_payer","payee":"tok_drill_payee"}""",
        ["isBase64Encoded"] = false,
        ["requestContext"] = new JsonObject { ["authorizer"] = new JsonObject { ["merchant"] = "merchant" } },
    }.ToJsonString();

    private static string Batch() => new JsonObject
    {
        ["Records"] = new JsonArray(
            Message("message-1", new JsonObject { ["dynamodb"] = new JsonObject { ["NewImage"] = Image(Payloads.Accepted()) } }),
            Message("message-2", new JsonObject { ["noOp"] = new JsonObject { ["at"] = "2026-11-21T12:00:00Z" } })),
    }.ToJsonString();

    private static JsonObject Message(string id, JsonObject body) => new() { ["messageId"] = id, ["body"] = body.ToJsonString() };

    private static JsonObject Image(Accepted accepted) => new(LedgerItems.Of(accepted).Select(value => KeyValuePair.Create<string, JsonNode?>(
        value.Key, value.Value.N is { } number ? new JsonObject { ["N"] = number } : new JsonObject { ["S"] = value.Value.S })));

    /// <summary>Where a name stands twice, the last one counts, as it does for functions.</summary>
    private static string[] MessageIds(string payload)
    {
        using var document = JsonDocument.Parse(payload);
        return [.. document.RootElement.GetProperty("Records").EnumerateArray().Select(message => message.GetProperty("messageId").GetString()!)];
    }
}
