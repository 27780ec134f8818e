using System.Text.Json.Nodes;
using PaymentDr.Aws;
using PaymentDr.Functions;
using PaymentDr.Functions.Reconcile;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Functions;

/// <summary>What a reconciliation has learned is told, whatever becomes of the rest of the run: to the next one it is no news.</summary>
[TestFixture]
public sealed class ReconcileTellingTests
{
    private readonly List<string> _told = [];

    private MemoryBooks _books = null!;
    private LoopbackHttp _aws = null!;
    private bool _isNotedNothing;
    private TimeSpan _busTakes;

    [SetUp]
    public void StartAws()
    {
        _told.Clear();
        _books = new MemoryBooks();
        (_isNotedNothing, _busTakes) = (false, TimeSpan.Zero);
        _aws = new LoopbackHttp(AnswerAsync);
    }

    [TearDown]
    public async Task StopAwsAsync() => await _aws.DisposeAsync();

    [Test]
    public async Task What_was_learned_is_told_once_each()
    {
        var answer = await (await ReconcileAsync(23)).WithAsync("{}");

        Assert.That(answer["certificate"]!["settled"]!.GetValue<int>(), Is.EqualTo(23));
        Assert.That(_told, Has.Count.EqualTo(23).And.Unique);
    }

    [Test]
    public async Task It_is_told_where_the_run_cannot_be_noted()
    {
        _isNotedNothing = true;
        var reconcile = await ReconcileAsync(3);

        Assert.That(async () => await reconcile.WithAsync("{}"), Throws.TypeOf<UnreachableException>());
        Assert.That(_told, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task It_is_told_where_the_run_fails_at_its_end()
    {
        _books.CannotBalance = true;
        var reconcile = await ReconcileAsync(3);

        Assert.That(async () => await reconcile.WithAsync("{}"), Throws.TypeOf<IOException>());
        Assert.That(_told, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task It_is_told_where_one_of_those_that_are_looked_at_at_once_fails()
    {
        _books.Unenterable = Payloads.Payment("order-1001").Id;
        var reconcile = await ReconcileAsync(10);

        Assert.That(async () => await reconcile.WithAsync("{}"), Throws.TypeOf<InvalidOperationException>());
        Assert.That(_told, Has.Count.EqualTo(9));
    }

    [Test]
    public async Task A_bus_that_takes_too_long_is_not_waited_for_and_what_is_left_is_counted()
    {
        _busTakes = TimeSpan.FromSeconds(1);
        var reconcile = await ReconcileAsync(100, new HastyClock());

        var answer = await reconcile.WithAsync("{}");

        Assert.That(answer["certificate"]!["settled"]!.GetValue<int>(), Is.EqualTo(100));
        Assert.That((reconcile.Metric("EventsTold"), reconcile.Metric("EventsUntold")), Is.EqualTo((0, 100)));
    }

    /// <summary>A rejection is told when both ledgers have it.</summary>
    [Test]
    public async Task Where_the_other_ledger_does_not_answer_what_is_not_rejected_is_settled_and_told()
    {
        _books.Refused = Payloads.Payment("order-1001").Id;
        var nowhere = new AwsRegion(TwoRegions.Secondary, new Endpoints(_ => TwoRegions.Nowhere)).DynamoDb(TimeSpan.FromSeconds(1));
        var lost = new DynamoLedger(Site.Secondary, "ledger", nowhere, new Reach("the ledger of the secondary", TimeSpan.FromSeconds(1), Tries: 2));

        var answer = await (await ReconcileAsync(3, peer: lost)).WithAsync("{}");

        Assert.That((answer["certificate"]!["settled"]!.GetValue<int>(), answer["certificate"]!["inDoubt"]!.GetValue<int>()), Is.EqualTo((2, 1)));
        Assert.That(_told, Has.Count.EqualTo(2));
    }

    /// <param name="payments">In the ledger, and old enough to be missed by the books.</param>
    private async Task<Invoke> ReconcileAsync(int payments, TimeProvider? clock = null, ILedger? peer = null)
    {
        var own = new MemoryLedger(Site.Primary);
        for (var number = 0; number < payments; number++)
        {
            await own.AcceptAsync(Payloads.Accepted($"order-{1000 + number}", at: DateTimeOffset.UtcNow.AddMinutes(-5)), default);
        }

        var time = clock ?? TimeProvider.System;
        var region = new AwsRegion(TwoRegions.Primary, new Endpoints(name => name == "AWS_ENDPOINT_URL" ? _aws.Endpoint : null));
        return new(new ReconcileFunction(
            Site.Primary,
            new Reconciliation(own, _books, new Settlement(own, peer ?? new MemoryLedger(Site.Secondary), _books), time),
            new Sightings("ledger", region.DynamoDb(TimeSpan.FromSeconds(10)), new Reach("the ledger", TimeSpan.FromSeconds(10), Tries: 1)),
            new Announcer(new EventBus(region, "bus"), Site.Primary),
            null!,
            time).HandleAsync);
    }

    private async Task AnswerAsync(System.Net.HttpListenerContext context, CancellationToken stop)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var request = JsonNode.Parse(await reader.ReadToEndAsync(stop))!;
        var isBus = context.Request.Headers["X-Amz-Target"] == "AWSEvents.PutEvents";
        await Task.Delay(isBus ? _busTakes : TimeSpan.Zero, stop);
        var (status, answer) = isBus ? (200, Take(request["Entries"]!.AsArray())) : _isNotedNothing ? (400, new JsonObject { ["__type"] = "LostException" }) : (200, []);
        await LoopbackHttp.SendAsync(context.Response, status, System.Text.Encoding.UTF8.GetBytes(answer.ToJsonString()));
    }

    private JsonObject Take(JsonArray entries)
    {
        _told.AddRange(entries.Select(entry => entry!["Detail"]!.GetValue<string>()));
        return new() { ["Entries"] = new JsonArray([.. entries.Select(_ => new JsonObject { ["EventId"] = "event" })]) };
    }
}
