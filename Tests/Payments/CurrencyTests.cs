using PaymentDr.Payments;

namespace PaymentDr.Tests.Payments;

[TestFixture]
public sealed class CurrencyTests
{
    [TestCase("EUR", 2, 100_000_000)]
    [TestCase("JPY", 0, 100_000_000)]
    [TestCase("KWD", 3, 1_000_000_000)]
    public void A_currency_knows_its_minor_unit_and_its_limit(string code, int exponent, long limit)
    {
        var currency = Currency.Parse(code)!;

        Assert.That((currency.Exponent, currency.Limit), Is.EqualTo((exponent, limit)));
    }

    [TestCase("eur")]
    [TestCase("XXX")]
    [TestCase("DEM")]
    [TestCase("")]
    public void What_does_not_circulate_is_no_currency(string code) => Assert.That(Currency.Parse(code), Is.Null);

    [Test]
    public void Codes_are_three_letters_and_listed_once()
    {
        Assert.That(Currency.All.Select(currency => currency.Code), Is.Unique.And.All.Matches("^[A-Z]{3}$"));
        Assert.That(Currency.All.Select(currency => currency.Limit), Is.All.GreaterThan(0));
    }
}
