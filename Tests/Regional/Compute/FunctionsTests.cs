namespace PaymentDr.Tests.Regional.Compute;

[TestFixture]
public sealed class FunctionsTests
{
    [Snapshot]
    [TestCase("primary", "books-care", "migrate")]
    [TestCase("primary", "books-care", "rotate-secret")]
    [TestCase("primary", "payments", "authorize")]
    [TestCase("primary", "payments", "health")]
    [TestCase("primary", "payments", "process")]
    [TestCase("primary", "payments", "reconcile")]
    [TestCase("primary", "payments", "validate")]
    [TestCase("primary", "takeover", "recover")]
    [TestCase("primary", "takeover", "remind")]
    [TestCase("primary", "watch", "probe")]
    [TestCase("primary", "watch", "verify-backups")]
    [TestCase("secondary", "books-care", "migrate")]
    [TestCase("secondary", "books-care", "rotate-secret")]
    [TestCase("secondary", "payments", "authorize")]
    [TestCase("secondary", "payments", "health")]
    [TestCase("secondary", "payments", "process")]
    [TestCase("secondary", "payments", "reconcile")]
    [TestCase("secondary", "payments", "validate")]
    [TestCase("secondary", "deciding", "decide")]
    [TestCase("secondary", "drilling", "drill")]
    [TestCase("secondary", "giving-back", "give-back")]
    [TestCase("secondary", "takeover", "recover")]
    [TestCase("secondary", "takeover", "remind")]
    [TestCase("secondary", "watch", "probe")]
    [TestCase("secondary", "watch", "verify-backups")]
    public void Function(string region, string group, string function) => Snapshot.Verify(SynthesizedStack.Default.Slice($"{region}/{group}/{function}"));
}
