namespace PaymentDr.Tests.CrossRegion;

[TestFixture]
public sealed class TablesTests
{
    [Snapshot]
    [TestCase("primary", "ledger")]
    [TestCase("secondary", "ledger")]
    [TestCase("primary", "sessions")]
    [TestCase("secondary", "sessions")]
    public void Table(string region, string purpose) => Snapshot.Verify(SynthesizedStack.Default.Slice($"{region}/table-{purpose}"));
}
