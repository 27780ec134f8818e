using System.Text.Json.Nodes;
using PaymentDr.Aws;
using PaymentDr.Functions;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Functions;

/// <summary>The steps of taking over, on real books: each as often as a workflow likes, and none of a reign that is over.</summary>
[TestFixture]
public sealed class RecoverTests
{
    private readonly List<string> _published = [];
    private TwoBooks _two = null!;
    private AwsProxy _metrics = null!;

    [OneTimeSetUp]
    public async Task CreateBooks()
    {
        _two = await TwoBooks.CreateAsync();
        await _two.Function("migrate").WithAsync("{}");
        _metrics = new AwsProxy { Done = (_, body) => _published.Add(body) };
        _two.Regions.Set("AWS_ENDPOINT_URL_MONITORING", _metrics.Endpoint);
        _two.Regions.Set("SWITCH_METRIC", _two.Regions.Table);
        _two.Regions.Set("DOORS", Doors("http://127.0.0.1:9"));
    }

    [OneTimeTearDown]
    public async Task RemoveBooks()
    {
        if (_two is not null)
        {
            await _two.DisposeAsync();
            await _metrics.DisposeAsync();
        }
    }

    [Test]
    [Order(1)]
    public async Task A_reign_begins_once_and_says_from_when_on_it_may_settle()
    {
        var before = DateTimeOffset.UtcNow;
        var first = await TakeAsync("""{"step":"begin-reign","epoch":1}""");
        var again = await TakeAsync("""{"step":"begin-reign","epoch":1}""");

        Assert.That(((int)first["epoch"]!, (int)again["epoch"]!), Is.EqualTo((1, 1)));
        Assert.That(LedgerItems.ParseTime((string)first["settleAfter"]!), Is.EqualTo(before.AddSeconds(60)).Within(TimeSpan.FromSeconds(5)));
        Assert.That(await _two.Regions.Ledger(Site.Secondary).CurrentEpochAsync(default), Is.EqualTo(new Epoch(1)));
    }

    [TestCase(0)]
    [TestCase(2)]
    [Order(2)]
    public void A_reign_of_the_other_site_or_of_the_past_does_not_begin(int epoch) =>
        Assert.That(() => TakeAsync($$"""{"step":"begin-reign","epoch":{{epoch}}}"""), Throws.TypeOf<ReignIsOverException>().With.Message.Contains($"epoch {epoch}"));

    [Test]
    [Order(3)]
    public async Task Whoever_names_no_reign_begins_the_next()
    {
        Assert.That((int)(await TakeAsync("""{"step":"begin-reign"}"""))["epoch"]!, Is.EqualTo(3));
        Assert.That(() => TakeAsync("""{"step":"begin-reign","epoch":1}"""), Throws.TypeOf<ReignIsOverException>(), "a workflow that was left behind");
    }

    [TestCase("Secondary", true)]
    [TestCase("Primary", false)]
    [Order(4)]
    public async Task Customers_are_led_by_the_ledger_and_by_the_metric(string site, bool hasMoved)
    {
        _published.Clear();
        await TakeAsync($$"""{"step":"lead-traffic","site":"{{site}}"}""");

        Assert.That(await new PaymentDr.Functions.TrafficSwitch(_two.Platform(Site.Secondary).Sightings).HasMovedAsync(default), Is.EqualTo(hasMoved));
        Assert.That((double)JsonNode.Parse(_published.Single())!["MetricData"]![0]!["Value"]!, Is.EqualTo(hasMoved ? 1 : 0));
    }

    [Test]
    [Order(5)]
    public void The_primary_leads_nobody() =>
        Assert.That(() => _two.Function("recover").WithAsync("""{"step":"lead-traffic"}"""), Throws.InvalidOperationException.With.Message.StartsWith("Only the secondary leads"));

    [Test]
    [Order(6)]
    public async Task Where_the_books_are_written_is_said_and_waited_for_by_a_name()
    {
        Assert.That((string)(await TakeAsync("""{"step":"find-writer"}"""))["writer"]!, Is.EqualTo("Primary"));
        Assert.That(() => TakeAsync("""{"step":"await-writer"}"""), Throws.TypeOf<WriterElsewhereException>());
        Assert.That((string)(await TakeAsync("""{"step":"await-writer","site":"Primary"}"""))["writer"]!, Is.EqualTo("Primary"));
    }

    [Test]
    [Order(7)]
    public async Task Books_are_told_whose_reign_it_is_and_forget_no_later_one()
    {
        var recover = _two.Function("recover");
        Assert.That((int)(await recover.WithAsync("""{"step":"raise-books","epoch":2}"""))["epoch"]!, Is.EqualTo(2));
        await recover.WithAsync("""{"step":"raise-books","epoch":2}""");
        await recover.WithAsync("""{"step":"raise-books","epoch":4}""");

        Assert.That(() => recover.WithAsync("""{"step":"raise-books","epoch":2}"""), Throws.TypeOf<ReignIsOverException>().With.Message.Contains("epoch 4"));
        Assert.That(await _two.Platform(Site.Primary).Books.EpochAsync(default), Is.EqualTo(new Epoch(4)));
        Assert.That(await _two.Platform(Site.Primary).Ledger.CurrentEpochAsync(default), Is.EqualTo(new Epoch(4)), "the ledger hears of it from the books");
    }

    /// <summary>The fence: what the old region still has in its hands goes into books that know better.</summary>
    [Test]
    [Order(8)]
    public async Task After_that_the_books_take_nothing_of_the_reign_before()
    {
        var accepted = new Accepted(Payloads.Payment("order-late"), Epoch.First, DateTimeOffset.UtcNow);

        Assert.That(await _two.Platform(Site.Primary).Books.EnterAsync(accepted, Epoch.First, null, default), Is.EqualTo(new Booking.OtherEpoch(new Epoch(4))));
    }

    [Test]
    [Order(9)]
    public async Task A_reign_is_completed_when_the_workflow_says_so()
    {
        var platform = _two.Platform(Site.Secondary);
        Assert.That(Reign.IsCompleted(await platform.Sightings.ReadAsync(Site.Secondary, default), new Epoch(3)), Is.False);

        await TakeAsync("""{"step":"complete-reign","epoch":3}""");

        Assert.That(Reign.IsCompleted(await platform.Sightings.ReadAsync(Site.Secondary, default), new Epoch(3)), Is.True);
    }

    [TestCase("us-west-2", "Secondary", 201, null)]
    [TestCase("us-east-1", "Secondary", 201, "leads to us-east-1")]
    [TestCase("us-west-2", "Secondary", 503, "takes no payment")]
    [Order(10)]
    public async Task Customers_are_served_when_every_name_leads_there_and_takes_a_payment(string answers, string wanted, int status, string? complaint)
    {
        await using var door = new LoopbackHttp((context, _) => LoopbackHttp.SendAsync(
            context.Response,
            context.Request.HttpMethod == "POST" ? status : 200,
            System.Text.Encoding.UTF8.GetBytes($$"""{"status":"ok","region":"{{answers}}","site":"secondary","build":"1"}""")));
        _two.Regions.Set("DOORS", Doors(door.Endpoint));

        Task PayAsync() => TakeAsync($$"""{"step":"pay","site":"{{wanted}}"}""");

        Assert.That(PayAsync, complaint is null ? Throws.Nothing : Throws.TypeOf<NotServedException>().With.Message.Contains(complaint));
    }

    [TestCase("""{"step":"destroy"}""")]
    [TestCase("""{"step":"raise-books"}""")]
    [TestCase("""{"step":"begin-reign","reign":1}""")]
    public void What_is_no_step_is_refused(string payload) => Assert.That(() => TakeAsync(payload), Throws.InstanceOf<System.Text.Json.JsonException>());

    private string Doors(string endpoint) => new JsonObject { ["doors"] = new JsonArray(endpoint), ["keySecret"] = _two.CandidateSecret.Replace(TwoRegions.Primary, TwoRegions.Secondary, StringComparison.Ordinal) }.ToJsonString();

    private Task<JsonNode> TakeAsync(string payload) => _two.Function("recover", Site.Secondary).WithAsync(payload);
}
