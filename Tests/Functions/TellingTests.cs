using System.Text.Json.Nodes;
using PaymentDr.Aws;
using PaymentDr.Functions;
using PaymentDr.Functions.Process;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Functions;

/// <summary>What is told of what the queue brought, to a bus that takes it, or some of it, or nothing.</summary>
[TestFixture]
public sealed class TellingTests
{
    private readonly List<JsonArray> _calls = [];
    private readonly List<string> _aside = [];

    private MemoryBooks _books = null!;
    private LoopbackHttp _aws = null!;
    private Func<JsonNode, bool> _takes = null!;
    private bool _busIsDown;
    private bool _queueIsDown;
    private Invoke _process = null!;

    [SetUp]
    public void CreateProcess()
    {
        _calls.Clear();
        _aside.Clear();
        (_takes, _busIsDown, _queueIsDown) = (_ => true, false, false);
        _books = new MemoryBooks();
        _aws = new LoopbackHttp(AnswerAsync);
        var region = new AwsRegion(TwoRegions.Primary, new Endpoints(name => name == "AWS_ENDPOINT_URL" ? _aws.Endpoint : null));
        _process = new(new ProcessFunction(
            new Settlement(new MemoryLedger(Site.Primary), new MemoryLedger(Site.Secondary), _books),
            null!,
            new Announcer(new EventBus(region, "bus-payments-dev"), Site.Primary),
            new Queue(region, _aws.Endpoint)).HandleAsync);
    }

    [TearDown]
    public async Task StopAws() => await _aws.DisposeAsync();

    [Test]
    public async Task An_event_says_what_became_of_a_payment_and_nothing_of_its_accounts()
    {
        await FailedAsync(1, "order-0001");

        var entry = _calls.Single().Single()!;
        Assert.That((Text(entry, "EventBusName"), Text(entry, "Source"), Text(entry, "DetailType")), Is.EqualTo(("bus-payments-dev", "payment-dr.payments", "PaymentSettled")));
        var id = Payloads.Payment().Id.Value;
        Assert.That(Text(entry, "Detail"), Is.EqualTo(
            $$"""{"id":"{{id}}/{{Payloads.Payment().Fingerprint}}/Settled","payment":"{{id}}","merchant":"merchant","amount":1250,"currency":"EUR","acceptedAt":"2026-11-21T12:00:00.000Z","epoch":0,"site":"Primary"}"""));
        Assert.That(_calls.Single().ToJsonString(), Does.Not.Contain("tok_"));
    }

    [Test]
    public async Task A_batch_is_told_in_calls_of_ten()
    {
        var keys = Enumerable.Range(1000, 23).Select(number => $"order-{number}").ToArray();

        Assert.That(await FailedAsync(1, keys), Is.Empty);
        Assert.That(_calls.Select(call => call.Count), Is.EqualTo(new[] { 10, 10, 3 }));
        Assert.That(_process.Metric("EventsTold"), Is.EqualTo(23));
    }

    [Test]
    public async Task Only_what_the_bus_has_left_out_comes_again()
    {
        _takes = entry => !Text(entry, "Detail").Contains(Payloads.Payment("order-0002").Id.Value, StringComparison.Ordinal);

        Assert.That(await FailedAsync(1, "order-0001", "order-0002", "order-0003"), Is.EqualTo(new[] { "order-0002" }));
        Assert.That((_process.Metric("EventsTold"), _process.Metric("EventsUntold")), Is.EqualTo((2, 1)));
    }

    [Test]
    public async Task While_the_bus_is_down_money_moves_and_messages_come_again_for_a_while_and_are_put_aside()
    {
        _busIsDown = true;

        Assert.That(await FailedAsync(1, "order-0001"), Is.EqualTo(new[] { "order-0001" }));
        Assert.That(_books.Rows, Has.Count.EqualTo(1), "it is settled");
        Assert.That(await FailedAsync(7, "order-0001"), Is.EqualTo(new[] { "order-0001" }));
        Assert.That(_aside, Is.Empty);

        Assert.That(await FailedAsync(8, "order-0001"), Is.Empty);
        Assert.That(_aside, Is.EqualTo(new[] { Body("order-0001") }), "as it came: brought back it is told");
        Assert.That(_process.Log, Does.Contain("nobody was told"));

        _busIsDown = false;
        Assert.That(await FailedAsync(1, "order-0001"), Is.Empty);
        Assert.That(_calls, Has.Count.EqualTo(1));
        Assert.That(_books.Rows, Has.Count.EqualTo(1));
    }

    /// <summary>What came while the books were away was received in vain, and nobody has refused to be told of it yet.</summary>
    [Test]
    public async Task After_an_outage_of_the_books_there_are_turns_left_to_tell()
    {
        var outage = TimeSpan.FromMinutes(30) / TimeSpan.FromSeconds(SettlementQueues.VisibilitySeconds);
        _busIsDown = true;

        Assert.That(await FailedAsync((int)outage + 1, "order-0001"), Is.EqualTo(new[] { "order-0001" }), "one hiccup of the bus puts nothing aside");
        Assert.That(_aside, Is.Empty);
        Assert.That(outage + 3, Is.LessThanOrEqualTo(ProcessFunction.ReceivesForNews), "nor do two");
        Assert.That(
            Enumerable.Range(1, SettlementQueues.Receives).Count(receives => receives >= ProcessFunction.ReceivesForNews),
            Is.GreaterThan(2), "and before the queue gives up by itself there are turns left to put it aside");
    }

    [Test]
    public async Task Where_nothing_takes_it_it_comes_again_however_often()
    {
        (_busIsDown, _queueIsDown) = (true, true);

        Assert.That(await FailedAsync(9, "order-0001"), Is.EqualTo(new[] { "order-0001" }));
    }

    [Test]
    public async Task A_bus_that_is_down_is_asked_once_for_a_batch()
    {
        _busIsDown = true;
        var asked = 0;
        _takes = _ => ++asked > 0;

        Assert.That(await FailedAsync(1, [.. Enumerable.Range(1000, 25).Select(number => $"order-{number}")]), Has.Length.EqualTo(25));
        Assert.That(asked, Is.EqualTo(10), "of the first call, and of no other");
    }

    [Test]
    public async Task Of_what_is_not_settled_yet_there_is_nothing_to_tell()
    {
        Assert.That(await FailedAsync(Batch(9, ("order-0001", Body(Payloads.Accepted(epoch: 2))))), Is.EqualTo(new[] { "order-0001" }));
        Assert.That(_calls, Is.Empty);
    }

    [Test]
    public async Task A_dispute_is_told()
    {
        await FailedAsync(1, "order-0001");
        var other = Payloads.Accepted("order-0001", amount: 99);

        await _process.WithAsync(Batch(1, ("order-0001", Body(other))));

        Assert.That(Text(_calls[^1].Single()!, "DetailType"), Is.EqualTo("PaymentDisputed"));
        Assert.That(Text(_calls[^1].Single()!, "Detail"), Does.Contain($"{other.Fingerprint}/Disputed"));
    }

    private async Task AnswerAsync(System.Net.HttpListenerContext context, CancellationToken stop)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var request = JsonNode.Parse(await reader.ReadToEndAsync(stop))!;
        var isQueue = context.Request.Headers["X-Amz-Target"] == "AmazonSQS.SendMessage";
        var (status, answer) = isQueue ? TakeMessage(request) : TakeEvents(request["Entries"]!.AsArray());
        await LoopbackHttp.SendAsync(context.Response, status, System.Text.Encoding.UTF8.GetBytes(answer.ToJsonString()));
    }

    private (int, JsonObject) TakeMessage(JsonNode request)
    {
        if (_queueIsDown)
        {
            return Down;
        }

        _aside.Add(Text(request, "MessageBody"));
        return (200, []);
    }

    private (int, JsonObject) TakeEvents(JsonArray entries)
    {
        var isTaken = entries.Select(entry => _takes(entry!)).ToArray();
        if (_busIsDown)
        {
            return Down;
        }

        _calls.Add(entries);
        var results = isTaken.Select((taken, number) =>
            taken ? new JsonObject { ["EventId"] = $"event-{number}" } : new JsonObject { ["ErrorCode"] = "ThrottlingException", ["ErrorMessage"] = "Rate exceeded" });
        return (200, new() { ["FailedEntryCount"] = isTaken.Count(taken => !taken), ["Entries"] = new JsonArray([.. results]) });
    }

    /// <summary>As nobody repeats it.</summary>
    private static (int, JsonObject) Down => (400, new() { ["__type"] = "LostException" });

    private Task<string[]> FailedAsync(int receives, params string[] keys) => FailedAsync(Batch(receives, [.. keys.Select(key => (key, Body(key)))]));

    private async Task<string[]> FailedAsync(JsonObject batch) =>
        [.. (await _process.WithAsync(batch))["batchItemFailures"]!.AsArray().Select(failure => Text(failure!, "itemIdentifier"))];

    private static JsonObject Batch(int receives, params (string Id, string Body)[] messages) => new()
    {
        ["Records"] = new JsonArray([.. messages.Select(message => new JsonObject
        {
            ["messageId"] = message.Id,
            ["body"] = message.Body,
            ["attributes"] = new JsonObject { ["ApproximateReceiveCount"] = $"{receives}" },
        })]),
    };

    private static string Body(string key) => Body(Payloads.Accepted(key));

    private static string Body(Accepted accepted) => new JsonObject
    {
        ["dynamodb"] = new JsonObject
        {
            ["NewImage"] = new JsonObject(LedgerItems.Of(accepted).Select(value => KeyValuePair.Create<string, JsonNode?>(
                value.Key, value.Value.N is { } number ? new JsonObject { ["N"] = number } : new JsonObject { ["S"] = value.Value.S }))),
        },
    }.ToJsonString();

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
