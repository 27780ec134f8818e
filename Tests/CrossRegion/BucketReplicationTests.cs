namespace PaymentDr.Tests.CrossRegion;

[TestFixture]
public sealed class BucketReplicationTests
{
    [Snapshot]
    [TestCase("primary", "audit")]
    [TestCase("secondary", "audit")]
    [TestCase("primary", "receipts")]
    [TestCase("secondary", "receipts")]
    [TestCase("primary", "transactions")]
    [TestCase("secondary", "transactions")]
    public void Way(string region, string purpose) => Snapshot.Verify(SynthesizedStack.Default.Slice($"{region}/replication-{purpose}"));
}
