using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Regional.Storage;

[TestFixture]
public sealed class StorageTests
{
    [Snapshot]
    [TestCase("primary", "audit")]
    [TestCase("secondary", "audit")]
    [TestCase("primary", "receipts")]
    [TestCase("secondary", "receipts")]
    [TestCase("primary", "transactions")]
    [TestCase("secondary", "transactions")]
    [TestCase("primary", "access-logs")]
    [TestCase("secondary", "access-logs")]
    public void Bucket(string region, string purpose) => Snapshot.Verify(SynthesizedStack.Default.Slice($"{region}/storage/{purpose}"));

    [Test]
    public void Objects_age_as_the_settings_say_in_both_regions()
    {
        var stack = SynthesizedStack.Of(TestSettings.With(
            ("PAYMENTDR__Storage__InfrequentAccessAfterDays", "60"), ("PAYMENTDR__Storage__ArchiveAfterDays", "120"), ("PAYMENTDR__Storage__ExpireAfterDays", "400")));

        var rules = stack.Elements
            .Where(element => element.Type == "aws_s3_bucket_lifecycle_configuration" && !element.Path.Contains("access-logs", StringComparison.Ordinal))
            .Select(lifecycle => lifecycle.Body["rule"]![0]!)
            .ToArray();

        Assert.That(rules, Has.Length.EqualTo(2 * 3));
        Assert.That(rules.Select(rule => rule["transition"]!.AsArray().Select(Days)), Is.All.EqualTo(new[] { 60, 120 }));
        Assert.That(rules.Select(rule => Days(rule["expiration"]![0])), Is.All.EqualTo(400));
    }

    private static int Days(JsonNode? step) => step!["days"]!.GetValue<int>();
}
