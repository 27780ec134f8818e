using PaymentDr.Payments;

namespace PaymentDr.Tests.Payments;

[TestFixture]
public sealed class PaymentFactsTests
{
    private static readonly Accepted One = Accept(amount: 1, second: 1);
    private static readonly Accepted Other = Accept(amount: 2, second: 2);

    [Test]
    public void A_request_is_accepted_until_the_books_speak()
    {
        Assert.That(new PaymentFacts([One]).StandingOf(One.Fingerprint), Is.EqualTo(new Standing(PaymentState.Accepted)));
        Assert.That(new PaymentFacts([One, Settled(0)]).StandingOf(One.Fingerprint).State, Is.EqualTo(PaymentState.Settled));
        Assert.That(
            new PaymentFacts([One, new Rejected(One.Id, One.Fingerprint, new Epoch(0), RejectionReason.UnknownAccount)]).StandingOf(One.Fingerprint),
            Is.EqualTo(new Standing(PaymentState.Rejected, RejectionReason.UnknownAccount)));
    }

    [Test]
    public void The_latest_reign_has_the_last_word()
    {
        Assert.That(new PaymentFacts([One, Settled(2), Disputed(1)]).StandingOf(One.Fingerprint).State, Is.EqualTo(PaymentState.Settled));
        Assert.That(new PaymentFacts([One, Settled(0), Disputed(1)]).StandingOf(One.Fingerprint).State, Is.EqualTo(PaymentState.Disputed));
    }

    [Test]
    public void Two_requests_under_one_key_are_in_doubt_until_the_books_speak()
    {
        Assert.That(new PaymentFacts([One, Other]).StandingOf(One.Fingerprint).InDoubt, Is.True);
        Assert.That(new PaymentFacts([One, Other, Settled(0)]).StandingOf(Other.Fingerprint).InDoubt, Is.False);
    }

    [Test]
    public void The_first_request_is_rightful_unless_another_was_announced()
    {
        Assert.That(new PaymentFacts([Other, One]).Rightful(), Is.EqualTo(One));
        Assert.That(new PaymentFacts([One, Other, new Settled(Other.Id, Other.Fingerprint, new Epoch(0))]).Rightful(), Is.EqualTo(Other));
    }

    [Test]
    public void No_two_facts_that_may_differ_share_a_key()
    {
        Assert.That(
            new Fact[] { One.Guard, One, Other, Settled(0), Settled(1), Disputed(0), Disputed(1), Rejected(0), Rejected(1) }.Select(fact => fact.Key),
            Is.Unique);
    }

    [Test]
    public void Epochs_alternate_between_the_sites()
    {
        Assert.That((Epoch.First.Writer, Epoch.First.NextOf(Site.Secondary), Epoch.First.NextOf(Site.Primary)), Is.EqualTo((Site.Primary, new Epoch(1), new Epoch(2))));
        Assert.That((new Epoch(1).Writer, new Epoch(1).NextOf(Site.Primary)), Is.EqualTo((Site.Secondary, new Epoch(2))));
    }

    [Test]
    public void A_payment_is_debited_as_much_as_it_is_credited()
    {
        var postings = Posting.Of(One.Payment);

        Assert.That(postings.Select(posting => (posting.Account, posting.Side, posting.Amount.Minor)), Is.EquivalentTo(
            new[] { ("payer", PostingSide.Debit, 1L), ("payee", PostingSide.Credit, 1L) }));
    }

    private static Settled Settled(int epoch) => new(One.Id, One.Fingerprint, new Epoch(epoch));

    private static Rejected Rejected(int epoch) => new(One.Id, One.Fingerprint, new Epoch(epoch), RejectionReason.UnknownAccount);

    private static Disputed Disputed(int epoch) => new(One.Id, One.Fingerprint, new Epoch(epoch));

    private static Accepted Accept(long amount, int second) => new(
        new Payment("merchant", "key-0001", new Money(amount, Currency.Parse("EUR")!), "payer", "payee"),
        Epoch.First,
        new DateTimeOffset(2026, 1, 1, 0, 0, second, TimeSpan.Zero));
}
