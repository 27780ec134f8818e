using PaymentDr.Payments;

namespace PaymentDr.Tests.Functions;

[TestFixture]
public sealed class BooksTests
{
    private TwoBooks _two = null!;
    private IBooks _books = null!;

    [OneTimeSetUp]
    public async Task CreateBooks()
    {
        _two = await TwoBooks.CreateAsync();
        await _two.Function("migrate").WithAsync("{}");
        _books = _two.Platform(Site.Primary).Books;
    }

    [OneTimeTearDown]
    public async Task RemoveBooks()
    {
        if (_two is not null)
        {
            await _two.DisposeAsync();
        }
    }

    [SetUp]
    public void EmptyBooks() => _two.Server.Query("truncate payment, posting; update reign set number = 0; delete from closed_currency; update account set closed = false");

    [Test]
    public async Task A_payment_is_entered_once_with_a_debit_and_a_credit()
    {
        var accepted = Payloads.Accepted(at: Payloads.Noon.AddMilliseconds(123));

        var first = await EnterAsync(accepted);
        var again = await EnterAsync(Payloads.Accepted(at: Payloads.Noon.AddHours(1)));

        Assert.That(first, Is.EqualTo(new Booking.Entered(new BookRow(accepted, null))));
        Assert.That(again, Is.EqualTo(first), "the row that stands");
        Assert.That(await _books.BalancesAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, default), Is.EqualTo(new[] { new Balance("EUR", 1250, 1250) }));
    }

    [Test]
    public async Task Another_request_under_the_key_finds_the_row_that_stands()
    {
        await EnterAsync(Payloads.Accepted());

        Assert.That(await EnterAsync(Payloads.Accepted(amount: 7)), Is.EqualTo(new Booking.Entered(new BookRow(Payloads.Accepted(), null))));
        Assert.That((await _books.BalancesAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, default)).Single().Debits, Is.EqualTo(1250));
    }

    [Test]
    public async Task Another_reign_enters_nothing()
    {
        await _books.RaiseAsync(new Epoch(3), default);
        await _books.RaiseAsync(new Epoch(2), default);

        Assert.That(await _books.EpochAsync(default), Is.EqualTo(new Epoch(3)), "never lowered");
        Assert.That(await EnterAsync(Payloads.Accepted()), Is.EqualTo(new Booking.OtherEpoch(new Epoch(3))));
        Assert.That(await EnterAsync(Payloads.Accepted(), epoch: 4), Is.EqualTo(new Booking.OtherEpoch(new Epoch(3))));
        Assert.That(await _books.FindAsync([Payloads.Accepted().Id], default), Is.Empty);
    }

    [Test]
    public async Task Accounts_and_currencies_decide_and_a_refused_payment_moves_nothing()
    {
        _two.Server.Query("insert into closed_currency values ('EUR')");
        Assert.That(await EnterAsync(Payloads.Accepted()), Is.EqualTo(new Booking.Entered(new BookRow(Payloads.Accepted(), RejectionReason.ClosedCurrency))));

        _two.Server.Query("delete from closed_currency");
        var stranger = Payloads.Accepted("order-0002", payer: "tok_stranger");
        Assert.That(await EnterAsync(stranger), Is.EqualTo(new Booking.Entered(new BookRow(stranger, RejectionReason.UnknownAccount))));
        Assert.That(await _books.BalancesAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, default), Is.Empty);
    }

    /// <summary>A drill can be told to pay whatever it likes: it moves nobody's money.</summary>
    [TestCase("drill", "tok_customer", RejectionReason.UnknownAccount)]
    [TestCase("drill", "tok_drill_payer", null)]
    [TestCase("merchant", "tok_customer", null)]
    [TestCase("merchant", "tok_drill_payer", null)]
    public async Task The_drills_merchant_pays_within_the_drills_book(string merchant, string payer, RejectionReason? refusal)
    {
        _two.Server.Query("insert into account (token) values ('tok_customer') on conflict do nothing");
        var paid = Payloads.Payment(payer: payer);
        var accepted = new Accepted(new Payment(merchant, paid.IdempotencyKey, paid.Amount, paid.Payer, paid.Payee), Epoch.First, Payloads.Noon);

        Assert.That(await EnterAsync(accepted), Is.EqualTo(new Booking.Entered(new BookRow(accepted, refusal))));
        Assert.That(_two.Server.Query("select count(*) from posting"), Is.EqualTo(refusal is null ? 2 : 0));
    }

    [Test]
    public void Accounts_are_customers_where_nobody_says_otherwise() =>
        Assert.That(_two.Server.Query("select string_agg(token, ',' order by token) from account where book = 'drill'"), Is.EqualTo("tok_drill_payee,tok_drill_payer"));

    [Test]
    public async Task What_was_announced_is_entered_as_it_was_announced()
    {
        var stranger = Payloads.Accepted(payer: "tok_stranger");
        var known = Payloads.Accepted("order-0002");

        await _books.EnterAsync(stranger, Epoch.First, new Settled(stranger.Id, stranger.Fingerprint, Epoch.First), default);
        await _books.EnterAsync(known, Epoch.First, new Rejected(known.Id, known.Fingerprint, Epoch.First, RejectionReason.ClosedCurrency), default);

        Assert.That(await _books.FindAsync([stranger.Id, known.Id], default), Is.EquivalentTo(
            new[] { new BookRow(stranger, null), new BookRow(known, RejectionReason.ClosedCurrency) }));
    }

    [Test]
    public async Task Of_many_at_once_one_enters_and_all_see_its_row()
    {
        var bookings = await Task.WhenAll(Enumerable.Range(1, 16).Select(amount => EnterAsync(Payloads.Accepted(amount: amount))));

        Assert.That(bookings.Distinct().Count(), Is.EqualTo(1));
        Assert.That((await _books.BalancesAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, default)).Single().Debits, Is.EqualTo(((Booking.Entered)bookings[0]).Row.Accepted.Payment.Amount.Minor));
    }

    [Test]
    public async Task Nothing_is_entered_under_a_reign_once_the_next_one_is_raised()
    {
        using var stop = new CancellationTokenSource();
        var entering = Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                await EnterAsync(Payloads.Accepted($"order-{worker}-{number:0000}"));
            }
        })).ToArray();
        await Task.Delay(300);

        await _books.RaiseAsync(new Epoch(1), default);
        var then = (long)_two.Server.Query("select count(*) from payment")!;
        await Task.Delay(300);
        await stop.CancelAsync();
        await Task.WhenAll(entering);

        Assert.That(then, Is.Positive);
        Assert.That(_two.Server.Query("select count(*) from payment"), Is.EqualTo(then), "no straggler");
    }

    [Test]
    public async Task Rows_are_listed_by_time_over_many_pages()
    {
        _two.Server.Query("""
            insert into payment (id, merchant, idempotency_key, amount, currency, payer, payee, accepted_epoch, accepted_at, entered_epoch)
            select n::text, 'merchant', 'order-' || n, 1, 'EUR', 'tok_a', 'tok_b', 0, timestamptz '2026-11-21 12:00+00' + (n / 3) * interval '1 ms', 0
            from generate_series(1, 2500) n
            """);

        var all = await _books.EnteredAsync(Payloads.Noon, Payloads.Noon.AddSeconds(1), default);
        var some = await _books.EnteredAsync(Payloads.Noon.AddMilliseconds(1), Payloads.Noon.AddMilliseconds(2), default);

        Assert.That(all.Select(row => row.Accepted.Payment.IdempotencyKey).Distinct().Count(), Is.EqualTo(2500));
        Assert.That(some.Select(row => row.Accepted.Payment.IdempotencyKey), Is.EquivalentTo(new[] { "order-3", "order-4", "order-5" }));
    }

    [Test]
    public async Task The_application_may_not_change_what_stands()
    {
        await EnterAsync(Payloads.Accepted());

        Assert.That(
            async () => await _two.Platform(Site.Primary).Database.ExecuteAsync("update payment set amount = 1", [], default),
            Throws.Exception.With.Message.Contains("42501"));
    }

    [Test]
    public void A_standby_is_unreachable() =>
        Assert.That(async () => await _two.Platform(Site.Secondary).Books.EpochAsync(default), Throws.TypeOf<UnreachableException>());

    private Task<Booking> EnterAsync(Accepted accepted, int epoch = 0) => _books.EnterAsync(accepted, new Epoch(epoch), announced: null, default);
}
