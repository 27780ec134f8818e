using System.Diagnostics;
using PaymentDr.Aws;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Functions;

[TestFixture]
public sealed class DynamoLedgerTests
{
    private TwoRegions _regions = null!;
    private ILedger _ledger = null!;

    [SetUp]
    public async Task CreateLedger()
    {
        _regions = await TwoRegions.CreateAsync();
        _ledger = _regions.Ledger(Site.Primary);
    }

    [Test]
    public async Task A_request_stands_as_it_was_first_taken_on()
    {
        var first = await AcceptAsync(Payloads.Accepted());
        var again = await AcceptAsync(Payloads.Accepted(at: Payloads.Noon.AddMinutes(1), epoch: 2));

        Assert.That(first, Is.EqualTo(new Entry.Stands(Payloads.Accepted(), IsNew: true)));
        Assert.That(again, Is.EqualTo(new Entry.Stands(Payloads.Accepted(), IsNew: false)));
    }

    [Test]
    public async Task Another_request_under_the_same_key_is_refused_and_leaves_nothing()
    {
        await AcceptAsync(Payloads.Accepted());
        var other = Payloads.Accepted(amount: 99);

        Assert.That(await AcceptAsync(other), Is.EqualTo(new Entry.Refused(Payloads.Accepted().Guard)));
        Assert.That((await _ledger.ReadAsync(other.Id, default)).Find(other.Fingerprint), Is.Null);
    }

    [Test]
    public async Task A_request_that_stands_beside_the_guard_of_another_stands()
    {
        await AcceptAsync(Payloads.Accepted());
        var other = Payloads.Accepted(amount: 99);
        await _ledger.AddAsync(other, default);

        Assert.That(await AcceptAsync(other), Is.EqualTo(new Entry.Stands(other, IsNew: false)));
    }

    [TestCase(4)]
    [TestCase(1)]
    public async Task Where_requests_meet_they_are_tried_again(int conflicts)
    {
        await using var dynamo = Conflicts(times: conflicts);
        _regions.Set("AWS_ENDPOINT_URL_DYNAMODB", dynamo.Endpoint);

        Assert.That(await _regions.Ledger(Site.Primary).AcceptAsync(Payloads.Accepted(), default), Is.EqualTo(new Entry.Stands(Payloads.Accepted(), IsNew: true)));
    }

    [Test]
    public async Task A_site_where_requests_keep_meeting_is_busy_and_not_passed_by()
    {
        await using var dynamo = Conflicts(times: int.MaxValue);
        _regions.Set("AWS_ENDPOINT_URL_DYNAMODB_US_EAST_1", dynamo.Endpoint);
        var platform = _regions.Platform(Site.Primary);

        Assert.That(async () => await platform.Ledger.AcceptAsync(Payloads.Accepted(), default), Throws.TypeOf<PaymentDr.Payments.UnreachableException>().With.Property("IsBusy").True);
        Assert.That(await platform.Acceptance.AcceptAsync(Payloads.Payment(), default), Is.TypeOf<AcceptanceOutcome.Unknown>());
        Assert.That((await _regions.Ledger(Site.Secondary).ReadAsync(Payloads.Payment().Id, default)).IsEmpty, Is.True, "another request under this key may stand here in a moment");
    }

    [Test]
    public async Task Of_requests_that_race_for_a_key_one_is_taken_on()
    {
        var entries = await Task.WhenAll(Enumerable.Range(1, 20).Select(amount => AcceptAsync(Payloads.Accepted(amount: amount))));

        Assert.That(entries.Count(entry => entry is Entry.Stands { IsNew: true }), Is.EqualTo(1));
        Assert.That(entries.Count(entry => entry is Entry.Refused), Is.EqualTo(19));
        Assert.That((await _ledger.ReadAsync(Payloads.Accepted().Id, default)).Accepted.Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Every_kind_of_fact_comes_back_as_it_was()
    {
        var accepted = Payloads.Accepted(at: Payloads.Noon.AddMilliseconds(7), epoch: 3);
        Fact[] facts =
        [
            accepted.Guard,
            accepted,
            new Settled(accepted.Id, accepted.Fingerprint, new Epoch(3)),
            new Rejected(accepted.Id, accepted.Fingerprint, new Epoch(4), RejectionReason.ClosedCurrency),
            new Disputed(accepted.Id, accepted.Fingerprint, new Epoch(5)),
        ];
        Assert.That(facts.Select(fact => fact.GetType()), Is.EquivalentTo(
            typeof(Fact).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Fact)) && !type.IsAbstract)), "all there are");

        foreach (var fact in facts)
        {
            Assert.That(LedgerItems.ToFact(LedgerItems.Of(fact)), Is.EqualTo(fact));
            await _ledger.AddAsync(fact, default);
        }

        var found = await _ledger.ReadAsync(accepted.Id, default);
        Assert.That(found.Accepted, Is.EqualTo(new[] { accepted }));
        Assert.That(found.StandingOf(accepted.Fingerprint).State, Is.EqualTo(PaymentState.Disputed));
        Assert.That(found.Guard, Is.EqualTo(accepted.Guard));
    }

    [Test]
    public async Task A_fact_that_stands_is_not_replaced()
    {
        var id = Payloads.Accepted().Id;
        await _ledger.AddAsync(new Guard(id, new Fingerprint("first")), default);
        await _ledger.AddAsync(new Guard(id, new Fingerprint("second")), default);

        Assert.That((await _ledger.ReadAsync(id, default)).Guard!.Fingerprint.Value, Is.EqualTo("first"));
    }

    [Test]
    public async Task The_highest_reign_is_the_present_one()
    {
        Assert.That(await _ledger.CurrentEpochAsync(default), Is.EqualTo(Epoch.First));

        // As numbers, not as texts: 9 < 10.
        Assert.That(await _ledger.BeginAsync(new Epoch(10), default), Is.True);
        Assert.That(await _ledger.BeginAsync(new Epoch(9), default), Is.True);
        Assert.That(await _ledger.BeginAsync(new Epoch(10), default), Is.False, "it is known");

        Assert.That(await _ledger.CurrentEpochAsync(default), Is.EqualTo(new Epoch(10)));
    }

    [Test]
    public async Task What_was_accepted_is_listed_by_time_each_in_one_slice()
    {
        // Around the turn of an hour, of a day, and in every shard.
        var times = Enumerable.Range(0, 60).Select(number => Payloads.Noon.AddHours(11).AddMinutes(number * 2)).ToArray();
        foreach (var (time, number) in times.Select((time, number) => (time, number)))
        {
            await AcceptAsync(Payloads.Accepted($"order-{number:0000}", at: time));
        }

        var middle = times[25];
        var before = await _ledger.AcceptedAsync(times[0], middle, default);
        var after = await _ledger.AcceptedAsync(middle, times[^1].AddTicks(1), default);

        Assert.That(before.Select(accepted => accepted.At).Order(), Is.EqualTo(times[..25]));
        Assert.That(after.Select(accepted => accepted.At).Order(), Is.EqualTo(times[25..^1]), "the end is not part of it");
    }

    [Test]
    public void An_item_that_was_tampered_with_is_not_believed()
    {
        var item = LedgerItems.Of(Payloads.Accepted());
        item[LedgerSchema.Amount].N = "999999";

        Assert.That(() => LedgerItems.ToFact(item), Throws.TypeOf<InvalidDataException>());
        Assert.That(() => LedgerItems.ToFact(new() { [LedgerSchema.SortKey] = new("claim#1") }), Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public async Task A_payment_is_acknowledged_when_both_replicas_hold_it()
    {
        var outcome = await _regions.Platform(Site.Secondary).Acceptance.AcceptAsync(Payloads.Payment(), default);

        Assert.That(outcome, Is.InstanceOf<AcceptanceOutcome.Acknowledged>().With.Property("Durability").EqualTo(Durability.Both));
        var (here, there) = (await _ledger.ReadAsync(Payloads.Payment().Id, default), await _regions.Ledger(Site.Secondary).ReadAsync(Payloads.Payment().Id, default));
        Assert.That(here.Accepted, Is.Not.Empty.And.EquivalentTo(there.Accepted), "the same bytes at both sites");
    }

    [Test]
    public async Task A_peer_that_does_not_answer_costs_two_tries_and_the_payment_stands_at_one_site()
    {
        _regions.Set("AWS_ENDPOINT_URL_US_WEST_2", TwoRegions.Nowhere);
        var started = Stopwatch.StartNew();

        var outcome = await _regions.Platform(Site.Primary).Acceptance.AcceptAsync(Payloads.Payment(), default);

        Assert.That(outcome, Is.InstanceOf<AcceptanceOutcome.Acknowledged>().With.Property("Durability").EqualTo(Durability.One));
        Assert.That(started.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
        Assert.That((await _ledger.ReadAsync(Payloads.Payment().Id, default)).Accepted, Has.Exactly(1).Items);
    }

    [Test]
    public async Task A_peer_that_hangs_is_given_up_after_its_budget()
    {
        using var silence = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silence.Start();
        _regions.Set("AWS_ENDPOINT_URL_US_WEST_2", $"http://{silence.LocalEndpoint}");
        _regions.Set("PEER_BUDGET_MS", "200");
        var started = Stopwatch.StartNew();

        var outcome = await _regions.Platform(Site.Primary).Acceptance.AcceptAsync(Payloads.Payment(), default);

        Assert.That(outcome, Is.InstanceOf<AcceptanceOutcome.Acknowledged>().With.Property("Durability").EqualTo(Durability.One));
        Assert.That(started.Elapsed, Is.InRange(TimeSpan.FromMilliseconds(400), TimeSpan.FromSeconds(5)));
    }

    [Test]
    public async Task Under_the_other_policy_its_outcome_stays_open()
    {
        _regions.Set("AWS_ENDPOINT_URL_US_WEST_2", TwoRegions.Nowhere);
        _regions.Set("ON_PEER_LOSS", "Refuse");

        Assert.That(await _regions.Platform(Site.Primary).Acceptance.AcceptAsync(Payloads.Payment(), default), Is.InstanceOf<AcceptanceOutcome.Unknown>());

        _regions.Set("PEER_IS_LOST", "true");
        Assert.That(
            await _regions.Platform(Site.Primary).Acceptance.AcceptAsync(Payloads.Payment(), default),
            Is.InstanceOf<AcceptanceOutcome.Acknowledged>().With.Property("Durability").EqualTo(Durability.One));
    }

    private Task<Entry> AcceptAsync(Accepted accepted) => _ledger.AcceptAsync(accepted, default);

    /// <summary>A replica at which another transaction is always under way; what is no transaction finds nothing.</summary>
    private static LoopbackHttp Conflicts(int times) => new(async (context, _) =>
    {
        var isTransaction = context.Request.Headers["X-Amz-Target"]!.EndsWith("TransactWriteItems", StringComparison.Ordinal);
        context.Response.ContentType = "application/x-amz-json-1.0";
        if (isTransaction && times-- > 0)
        {
            await LoopbackHttp.SendAsync(
                context.Response,
                400,
                """{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","Message":"cancelled","CancellationReasons":[{"Code":"TransactionConflict","Message":"ongoing"},{"Code":"None"}]}"""u8.ToArray());
            return;
        }

        await LoopbackHttp.SendAsync(context.Response, 200, isTransaction ? "{}"u8.ToArray() : """{"Count":0,"Items":[]}"""u8.ToArray());
    });
}
