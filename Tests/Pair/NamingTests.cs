namespace PaymentDr.Tests.Pair;

[TestFixture]
public sealed class NamingTests
{
    private static readonly Naming Naming = new("dev");

    [Test]
    public void A_regional_name_carries_its_role_and_ends_with_the_suffix()
    {
        Assert.That(Naming.Regional("table", "ledger", RegionRole.Secondary), Is.EqualTo("table-ledger-secondary-dev"));
    }

    [TestCase("Ledger")]
    [TestCase("led_ger")]
    [TestCase("ledger-")]
    [TestCase("led--ger")]
    [TestCase("")]
    public void A_purpose_that_some_service_refuses_is_refused_here(string purpose)
    {
        Assert.That(() => Naming.Regional("table", purpose, RegionRole.Primary), Throws.ArgumentException.With.Message.Contains($"'table-{purpose}-primary-dev'"));
    }

    [Test]
    public void A_name_ends_at_63_characters()
    {
        var longest = new string('x', 63 - "table--primary-dev".Length);

        Assert.That(Naming.Regional("table", longest, RegionRole.Primary), Has.Length.EqualTo(63));
        Assert.That(() => Naming.Regional("table", longest + "x", RegionRole.Primary), Throws.ArgumentException.With.Message.Contains("63"));
    }

    [Test]
    public void A_bucket_s_name_carries_the_account_and_is_as_long_as_it_becomes()
    {
        var longest = new Naming("123456789012");
        var room = new string('x', 63 - "s3--secondary--".Length - 12 - 12);

        Assert.That(Naming.Bucket("audit", RegionRole.Primary, "${account}"), Is.EqualTo("s3-audit-primary-${account}-dev"));
        Assert.That(longest.Bucket(room, RegionRole.Secondary, "123456789012"), Has.Length.EqualTo(63));
        Assert.That(() => longest.Bucket(room + "x", RegionRole.Secondary, "1"), Throws.ArgumentException.With.Message.Contains("63"));
    }

    [TestCase("dev", true)]
    [TestCase("pr-1234", true)]
    [TestCase("123456789012", true)]
    [TestCase("1234567890123", false)]
    [TestCase("Dev", false)]
    [TestCase("dev-", false)]
    [TestCase("a--b", false)]
    [TestCase("dev\n", false)]
    [TestCase("", false)]
    public void A_suffix_is_short_and_plain(string suffix, bool allowed)
    {
        Assert.That(Naming.IsSuffix(suffix), Is.EqualTo(allowed));
    }
}
