using System.Security.Cryptography;
using System.Text;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Payments;

[TestFixture]
public sealed class PaymentIdTests
{
    [Test]
    public void An_id_is_the_first_half_of_the_hash_of_merchant_and_key()
    {
        var half = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes("merchant-1\nkey-12345"))[..16]);

        Assert.That(PaymentId.Of("merchant-1", "key-12345").Value, Is.EqualTo(half.TrimEnd('=').Replace('+', '-').Replace('/', '_')));
    }

    [Test]
    public void An_id_can_be_read_back() => Assert.That(PaymentId.Parse(PaymentId.Of("m", "k").Value), Is.EqualTo(PaymentId.Of("m", "k")));

    [TestCase("")]
    [TestCase("short")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAA==")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAA/")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("../../../etc/passwd123")]
    public void What_cannot_be_an_id_is_none(string text) => Assert.That(PaymentId.Parse(text), Is.Null);

    [Test]
    public void The_fingerprint_is_that_of_the_meaning()
    {
        var eur = Currency.Parse("EUR")!;

        Assert.That(
            new[]
            {
                Fingerprint.Of(new Money(1, eur), "a", "b"), Fingerprint.Of(new Money(2, eur), "a", "b"), Fingerprint.Of(new Money(1, eur), "b", "a"),
                Fingerprint.Of(new Money(1, Currency.Parse("USD")!), "a", "b"),
            },
            Is.Unique);
    }
}
