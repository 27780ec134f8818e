using System.Text;
using System.Text.Json.Nodes;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Payments;

/// <summary>The HTTP contract.</summary>
[TestFixture]
public sealed class AnswerTests
{
    private static readonly Accepted Accepted = new(
        new Payment("merchant", "order-2026-1", new Money(1250, Currency.Parse("EUR")!), "tok_payer", "tok_payee"),
        Epoch.First,
        new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));

    [Test]
    public void A_new_payment_is_201_with_the_payment()
    {
        var answer = Answer.To(Acknowledged(isNew: true));

        Assert.That((answer.Status, answer.ContentType, answer.RetryAfter), Is.EqualTo((201, "application/json", (TimeSpan?)null)));
        Assert.That(Text(answer), Is.EqualTo(
            $$"""{"id":"{{Accepted.Id}}","idempotencyKey":"order-2026-1","amount":1250,"currency":"EUR","payer":"tok_payer","payee":"tok_payee","acceptedAt":"2026-01-01T12:00:00+00:00","state":"accepted","durability":"BOTH"}"""));
    }

    [Test]
    public void The_same_again_is_200_with_the_same_payment()
    {
        var again = Answer.To(Acknowledged(isNew: false));

        Assert.That(again.Status, Is.EqualTo(200));
        Assert.That(Text(again), Is.EqualTo(Text(Answer.To(Acknowledged(isNew: true)))));
    }

    [Test]
    public void Another_body_under_the_key_is_409() => Assert.That(
        Problem(Answer.To(new AcceptanceOutcome.KeyReused())), Is.EqualTo((409, "key-reused", (TimeSpan?)null)));

    [Test]
    public void A_malformed_request_is_400_with_every_error()
    {
        var answer = Answer.Malformed([new FieldError("amount", "must be more"), new FieldError("payer", "is missing")]);

        Assert.That(Problem(answer), Is.EqualTo((400, "malformed-request", (TimeSpan?)null)));
        Assert.That(Json(answer)["errors"]!.ToJsonString(), Is.EqualTo("""[{"field":"amount","message":"must be more"},{"field":"payer","message":"is missing"}]"""));
    }

    [Test]
    public void What_nobody_knows_is_404() => Assert.That(
        Problem(Answer.To(new InquiryOutcome.NotFound())), Is.EqualTo((404, "unknown-payment", (TimeSpan?)null)));

    [Test]
    public void What_cannot_be_known_now_is_503_and_to_be_asked_again()
    {
        var expected = (503, "outcome-unknown", (TimeSpan?)TimeSpan.FromSeconds(2));

        Assert.That(Problem(Answer.To(new AcceptanceOutcome.Unknown())), Is.EqualTo(expected));
        Assert.That(Problem(Answer.To(new InquiryOutcome.Unknown())), Is.EqualTo(expected));
    }

    [TestCase(PaymentState.Settled, "settled")]
    [TestCase(PaymentState.Disputed, "disputed")]
    public void A_payment_shows_its_state_and_no_durability(PaymentState state, string shown)
    {
        var body = Json(Answer.To(new InquiryOutcome.Found(Accepted, new Standing(state))));

        Assert.That(body["state"]!.GetValue<string>(), Is.EqualTo(shown));
        Assert.That(body.ContainsKey("durability") || body.ContainsKey("inDoubt") || body.ContainsKey("rejection"), Is.False);
    }

    [Test]
    public void A_rejected_payment_says_why_and_one_in_doubt_says_so()
    {
        Assert.That(
            Json(Answer.To(new InquiryOutcome.Found(Accepted, new Standing(PaymentState.Rejected, RejectionReason.UnknownAccount))))["rejection"]!.GetValue<string>(),
            Is.EqualTo("unknown-account"));
        Assert.That(Json(Answer.To(new InquiryOutcome.Found(Accepted, new Standing(PaymentState.Accepted, InDoubt: true))))["inDoubt"]!.GetValue<bool>(), Is.True);
    }

    private static AcceptanceOutcome Acknowledged(bool isNew) =>
        new AcceptanceOutcome.Acknowledged(Accepted, new Standing(PaymentState.Accepted), Durability.Both, isNew);

    private static (int, string, TimeSpan?) Problem(Answer answer)
    {
        Assert.That(answer.ContentType, Is.EqualTo("application/problem+json"));
        Assert.That(Json(answer)["status"]!.GetValue<int>(), Is.EqualTo(answer.Status));
        return (answer.Status, Json(answer)["type"]!.GetValue<string>(), answer.RetryAfter);
    }

    private static JsonObject Json(Answer answer) => JsonNode.Parse(answer.Body)!.AsObject();

    private static string Text(Answer answer) => Encoding.UTF8.GetString(answer.Body);
}
