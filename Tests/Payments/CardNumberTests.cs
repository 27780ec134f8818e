using PaymentDr.Payments;

namespace PaymentDr.Tests.Payments;

/// <summary>The numbers are the card schemes' published test numbers.</summary>
[TestFixture]
public sealed class CardNumberTests
{
    [TestCase("4111111111111111")]
    [TestCase("4111 1111 1111 1111")]
    [TestCase("4111-1111-1111-1111")]
    [TestCase("3782 822463 10005")]
    [TestCase("tok_5555555555554444")]
    [TestCase("a4222222222222b")]
    [TestCase("6304000000000000000")]
    [TestCase("41111111111111111226")]
    [TestCase("4111 1111 1111 1111 12 26")]
    [TestCase("tok4111-1111-1111-1111")]
    [TestCase("4111-1111-1111-1111x")]
    [TestCase("41111111-11111111")]
    [TestCase("01234567-0123-0123-0123-012345678901-4111111111111111")]
    [TestCase("order 7, card 4111.1111.1111.1111.")]
    public void A_card_number_is_found(string text) => Assert.That(CardNumber.IsIn(text), Is.True);

    [TestCase("")]
    [TestCase("4111111111111112")]
    [TestCase("411111111111")]
    [TestCase("tok_9f8e7d6c5b4a39281706f5e4d3c2b1a0")]
    [TestCase("2026-11-21")]
    public void Other_texts_are_left_alone(string text) => Assert.That(CardNumber.IsIn(text), Is.False);

    [Test]
    public void No_uuid_looks_like_a_card_number()
    {
        var random = new Random(1);
        var bytes = new byte[16];

        Assert.That(
            Enumerable.Range(0, 200_000).Select(_ =>
            {
                random.NextBytes(bytes);
                return new Guid(bytes);
            }).Where(uuid => CardNumber.IsIn($"{uuid}") || CardNumber.IsIn($"key_{uuid:N}")),
            Is.Empty);
    }
}
