using System.Text.Json.Nodes;
using Amazon.S3.Model;
using PaymentDr.Aws;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Functions;

/// <summary>From the queue into the books and back to the ledger, through the functions, until the primary is gone and after.</summary>
[TestFixture]
public sealed class SettlingTests
{
    private TwoBooks _two = null!;
    private JsonService _queue = null!;
    private readonly List<JsonNode> _told = [];
    private AwsProxy _bus = null!;
    private string _deadLetters = null!;

    [OneTimeSetUp]
    public async Task CreateBooks()
    {
        _two = await TwoBooks.CreateAsync();
        await _two.Function("migrate").WithAsync("{}");
        _queue = new JsonService(_two.Regions.Region(Site.Primary).Service("sqs"), "AmazonSQS", "1.0");
        _deadLetters = (await _queue.CallAsync("CreateQueue", new() { ["QueueName"] = "dead-letters" }, default))["QueueUrl"]!.GetValue<string>();
        _two.Regions.Set("DEAD_LETTER_QUEUE_URL", _deadLetters);
        _bus = new AwsProxy { Done = (_, body) => _told.AddRange(JsonNode.Parse(body)!["Entries"]!.AsArray().Select(entry => entry!.DeepClone())) };
        _two.Regions.Set("AWS_ENDPOINT_URL_EVENTS", _bus.Endpoint);
        using var s3 = _two.Regions.Region(Site.Primary).S3();
        await s3.PutBucketAsync(new PutBucketRequest { BucketName = _two.Regions.Table });
    }

    [OneTimeTearDown]
    public async Task RemoveBooks()
    {
        if (_two is not null)
        {
            await _two.DisposeAsync();
            await _bus.DisposeAsync();
        }
    }

    [Test]
    [Order(1)]
    public async Task What_the_queue_brings_is_settled_and_the_ledger_says_so()
    {
        var accepted = await AcceptAsync("order-0001");

        Assert.That(await FailedAsync(Message(accepted)), Is.Empty);

        Assert.That(await StateAsync(accepted), Is.EqualTo(PaymentState.Settled));
        Assert.That(Told(), Is.EqualTo(new[] { $"PaymentSettled {accepted.Id}/{accepted.Fingerprint}/Settled" }));
        Assert.That(await FailedAsync(Message(accepted), Message(accepted)), Is.Empty, "again and twice at once");
        Assert.That(Told().Distinct().Count(), Is.EqualTo(1), "told again, under the same id");
        Assert.That((await _two.Platform(Site.Primary).Books.BalancesAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, default)).Single().Debits, Is.EqualTo(1250));
    }

    [Test]
    [Order(2)]
    public async Task A_rejection_stands_at_both_sites()
    {
        var stranger = await AcceptAsync("order-0002", "tok_stranger");

        Assert.That(await FailedAsync(Message(stranger)), Is.Empty);

        Assert.That(await StateAsync(stranger), Is.EqualTo(PaymentState.Rejected));
        Assert.That(Told(), Does.Contain($"PaymentRejected {stranger.Id}/{stranger.Fingerprint}/Rejected"));
        Assert.That((await _two.Regions.Ledger(Site.Secondary).ReadAsync(stranger.Id, default)).StandingOf(stranger.Fingerprint).State, Is.EqualTo(PaymentState.Rejected));
    }

    [Test]
    [Order(3)]
    public async Task What_cannot_be_read_is_put_aside_and_the_rest_of_the_batch_is_settled()
    {
        var accepted = await AcceptAsync("order-0003");
        var forged = JsonNode.Parse(Message(accepted))!;
        forged["dynamodb"]!["NewImage"]!["amount"]!["N"] = "999999";

        Assert.That(await FailedAsync("no json", "{}", forged.ToJsonString(), Message(accepted)), Is.Empty);

        Assert.That(await StateAsync(accepted), Is.EqualTo(PaymentState.Settled));
        Assert.That(await DeadLettersAsync(), Has.Count.EqualTo(3).And.Contain("no json"));
    }

    [Test]
    [Order(4)]
    public async Task Where_the_other_site_reigns_the_message_comes_again()
    {
        var accepted = await AcceptAsync("order-0004");

        Assert.That(await FailedAsync(Site.Secondary, Message(accepted)), Is.EqualTo(new[] { "message-0" }));
    }

    [TestCase(Site.Primary, "True", "True")]
    [TestCase(Site.Secondary, "True", "False")]
    [Order(5)]
    public async Task A_no_op_proves_the_writer_and_the_standby(Site site, string ready, string writer)
    {
        Assert.That(await FailedAsync(site, """{"noOp":{"at":"2026-11-21T12:00:00Z"}}"""), Is.Empty);

        var sighting = (await _two.Platform(site).Sightings.ReadAsync(site, default)).Single(sighting => sighting.Name == "no-op");
        Assert.That((sighting.Details["ready"], sighting.Details["writer"]), Is.EqualTo((ready, writer)));
    }

    [Test]
    [Order(6)]
    public async Task Reconciliation_enters_what_the_queue_lost_and_keeps_its_certificate()
    {
        // order-0004 never came through the queue; it is older than what may still be on its way.
        _told.Clear();
        var answer = await _two.Function("reconcile").WithAsync("""{"scope":"change-of-reign","certificate":true}""");
        var certificate = answer["certificate"]!;

        Assert.That((Number(certificate, "accepted"), Number(certificate, "settled"), Number(certificate, "rejected"), Number(certificate, "reposted")), Is.EqualTo((4, 3, 1, 1)));
        Assert.That(certificate["isBalanced"]!.GetValue<bool>(), Is.True);
        Assert.That(Told(), Is.EqualTo(new[] { $"PaymentSettled {Payloads.Payment("order-0004").Id}/{Payloads.Payment("order-0004").Fingerprint}/Settled" }));
        using var s3 = _two.Regions.Region(Site.Primary).S3();
        using var kept = await s3.GetObjectAsync(_two.Regions.Table, answer["key"]!.GetValue<string>());
        Assert.That(JsonNode.Parse(kept.ResponseStream)!.ToJsonString(), Is.EqualTo(certificate.ToJsonString()));
    }

    [Test]
    [Order(7)]
    public async Task What_the_ledger_knows_is_no_news()
    {
        _told.Clear();
        await _two.Function("reconcile").WithAsync("{}");

        Assert.That(_told, Is.Empty);
    }

    [Test]
    [Order(7)]
    public async Task Where_a_site_does_not_reign_nothing_is_reconciled() => Assert.That(
        (await _two.Function("reconcile", Site.Secondary).WithAsync("{}")).ToJsonString(), Is.EqualTo("""{"reigns":false}"""));

    [Test]
    [Order(8)]
    public async Task The_promoted_standby_gets_back_from_the_ledger_what_its_books_have_lost()
    {
        // The standby hears nothing more; then the primary settles one, and is gone.
        _two.Standby.CatchUpWith(_two.Server);
        _two.Standby.Query("select pg_wal_replay_pause()");
        var lost = await AcceptAsync("order-0005");
        Assert.That(await FailedAsync(Message(lost)), Is.Empty);
        _two.LosePrimary();
        var late = await AcceptAsync("order-0006");
        Assert.That(await FailedAsync(Message(late)), Is.EqualTo(new[] { "message-0" }), "no books, no settlement");

        _two.Standby.Query("select pg_wal_replay_resume()");
        _two.Standby.Promote();
        var secondary = _two.Platform(Site.Secondary);
        await secondary.Ledger.BeginAsync(new Epoch(1), default);
        await secondary.Books.RaiseAsync(new Epoch(1), default);
        var certificate = (await _two.Function("reconcile", Site.Secondary).WithAsync("""{"scope":"change-of-reign"}"""))["certificate"]!;

        Assert.That((Number(certificate, "accepted"), Number(certificate, "settled"), Number(certificate, "rejected"), Number(certificate, "inDoubt")), Is.EqualTo((6, 5, 1, 0)));
        Assert.That(certificate["balances"]![0]!["debits"]!.GetValue<decimal>(), Is.EqualTo(5 * 1250));
        Assert.That(await FailedAsync(Site.Secondary, Message(late)), Is.Empty, "its reign is over, and it is settled: nothing is left to do");
    }

    /// <summary>By both sites, long enough ago to be missed.</summary>
    private async Task<Accepted> AcceptAsync(string key, string payer = "tok_drill_payer")
    {
        var accepted = Payloads.Accepted(key, at: DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 300), payer: payer);
        await _two.Regions.Ledger(Site.Primary).AcceptAsync(accepted, default);
        await _two.Regions.Ledger(Site.Secondary).AcceptAsync(accepted, default);
        return accepted;
    }

    private async Task<PaymentState> StateAsync(Accepted accepted) =>
        (await _two.Regions.Ledger(Site.Primary).ReadAsync(accepted.Id, default)).StandingOf(accepted.Fingerprint).State;

    private Task<string[]> FailedAsync(params string[] bodies) => FailedAsync(Site.Primary, bodies);

    private async Task<string[]> FailedAsync(Site site, params string[] bodies)
    {
        var records = bodies.Select((body, number) => new JsonObject { ["messageId"] = $"message-{number}", ["body"] = body });
        var answer = await _two.Function("process", site).WithAsync(new JsonObject { ["Records"] = new JsonArray([.. records]) });
        return [.. answer["batchItemFailures"]!.AsArray().Select(failure => failure!["itemIdentifier"]!.GetValue<string>())];
    }

    private string[] Told() => [.. _told.Select(entry => $"{entry["DetailType"]} {JsonNode.Parse(entry["Detail"]!.GetValue<string>())!["id"]}")];

    /// <summary>As a pipe hands on what the table's stream says.</summary>
    private static string Message(Accepted accepted)
    {
        var image = LedgerItems.Of(accepted).Select(value => KeyValuePair.Create(
            value.Key, (JsonNode?)(value.Value.N is { } number ? new JsonObject { ["N"] = number } : new JsonObject { ["S"] = value.Value.S })));
        return new JsonObject { ["eventName"] = "INSERT", ["dynamodb"] = new JsonObject { ["NewImage"] = new JsonObject(image) } }.ToJsonString();
    }

    private async Task<List<string>> DeadLettersAsync()
    {
        var answer = await _queue.CallAsync("ReceiveMessage", new() { ["QueueUrl"] = _deadLetters, ["MaxNumberOfMessages"] = 10 }, default);
        return [.. answer["Messages"]!.AsArray().Select(message => message!["Body"]!.GetValue<string>())];
    }

    private static int Number(JsonNode certificate, string name) => certificate[name]!.GetValue<int>();
}
