using System.Text;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Payments;

[TestFixture]
public sealed class PaymentReaderTests
{
    private const string Key = "order-2026-1";
    private const string Valid = """{"amount":1250,"currency":"EUR","payer":"tok_payer","payee":"tok_payee"}""";

    [Test]
    public void A_valid_request_becomes_a_payment()
    {
        Assert.That(Read(Key, Valid).IsValid(out var payment), Is.True);
        Assert.That((payment!.Amount.Minor, payment.Amount.Currency.Code, payment.Payer, payment.Payee), Is.EqualTo((1250L, "EUR", "tok_payer", "tok_payee")));
        Assert.That(payment.Id, Is.EqualTo(PaymentId.Of("merchant", Key)));
    }

    [Test]
    public void Spelling_does_not_change_the_fingerprint()
    {
        Read(Key, Valid).IsValid(out var one);
        Read(Key, """  { "payee":"tok_payee", "payer":"tok_\u0070ayer", "currency":"EUR", "amount":1250 } """).IsValid(out var other);

        Assert.That(other!.Fingerprint, Is.EqualTo(one!.Fingerprint));
    }

    [TestCase(null, "Idempotency-Key is missing")]
    [TestCase("", "Idempotency-Key is missing")]
    [TestCase("1234567", "Idempotency-Key must be 8 to 64 characters")]
    [TestCase("a b c d e f", "Idempotency-Key must be 8 to 64 characters")]
    [TestCase("order-4111111111111111", "Idempotency-Key looks like a card number")]
    [TestCase("keÿkeÿkeÿ", "Idempotency-Key must be 8 to 64 characters")]
    public void A_bad_key_is_refused(string? key, string error) => Assert.That(Errors(Read(key, Valid)), Has.One.StartsWith(error));

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("{")]
    [TestCase("""{"amount":1,"amount":2,"currency":"EUR","payer":"a","payee":"b"}""")]
    [TestCase("""{"amount":{"a":{"b":{"c":{"d":1}}}}}""")]
    public void What_is_not_one_object_is_refused(string body) => Assert.That(Errors(Read(Key, body)), Has.One.StartsWith("body must be one JSON object"));

    [Test]
    public void Half_a_character_is_refused_like_anything_else()
    {
        Assert.That(Errors(Read(Key, Valid.Replace("tok_payer", "\\ud800", StringComparison.Ordinal))), Has.One.StartsWith("payer must be the token"));
        Assert.That(Errors(Read(Key, Valid.Replace("\"amount\"", "\"\\ud800\":1,\"amount\"", StringComparison.Ordinal))), Has.One.StartsWith("body must be one JSON object"));

        var bytes = Encoding.UTF8.GetBytes(Valid);
        bytes[Valid.IndexOf("tok_payer", StringComparison.Ordinal)] = 0xFF;
        Assert.That(PaymentReader.Read("merchant", Key, bytes).Errors, Is.Not.Empty);
    }

    [TestCase("0")]
    [TestCase("-1")]
    [TestCase("1.5")]
    [TestCase("1e3")]
    [TestCase("\"1250\"")]
    [TestCase("null")]
    [TestCase("9223372036854775808")]
    public void An_amount_is_a_whole_positive_number(string amount) =>
        Assert.That(Errors(Read(Key, Valid.Replace("1250", amount, StringComparison.Ordinal))), Is.EqualTo(
            new[] { "amount must be a whole number of the currency's minor unit, greater than 0" }));

    [Test]
    public void The_limit_itself_is_allowed_and_one_more_is_not()
    {
        var limit = Currency.Parse("EUR")!.Limit;

        Assert.That(Read(Key, Valid.Replace("1250", $"{limit}", StringComparison.Ordinal)).IsValid(out _), Is.True);
        Assert.That(
            Errors(Read(Key, Valid.Replace("1250", $"{limit + 1}", StringComparison.Ordinal))),
            Is.EqualTo(new[] { "amount must be at most 100000000, the limit of EUR" }));
    }

    [Test]
    public void Everything_that_is_wrong_is_listed_at_once()
    {
        var errors = Errors(Read("short", """{"amount":0,"currency":"euro","payer":"","extra":1}"""));

        Assert.That(errors.Select(error => error.Split(' ')[0]), Is.EquivalentTo(new[] { "Idempotency-Key", "body", "amount", "currency", "payer", "payee" }));
    }

    [Test]
    public void Payer_and_payee_differ() =>
        Assert.That(Errors(Read(Key, Valid.Replace("tok_payee", "tok_payer", StringComparison.Ordinal))), Is.EqualTo(new[] { "payee must differ from payer" }));

    [Test]
    public void A_long_body_is_not_even_parsed() =>
        Assert.That(Errors(Read(Key, Valid + new string(' ', 5_000))), Is.EqualTo(new[] { "body must not be longer than 4096 bytes" }));

    [Test]
    public void No_error_repeats_what_was_sent()
    {
        const string Card = "4111111111111111";
        var everywhere = $$"""{"amount":"{{Card}}","currency":"{{Card}}","payer":"{{Card}}","payee":"x {{Card}}","{{Card}}":1}""";

        Assert.That(string.Join('\n', Errors(Read($"key-{Card}", everywhere))), Does.Not.Contain("4111"));
    }

    private static Reading Read(string? key, string body) => PaymentReader.Read("merchant", key, Encoding.UTF8.GetBytes(body));

    private static IEnumerable<string> Errors(Reading reading) => reading.Errors.Select(error => $"{error.Field} {error.Message}");
}
