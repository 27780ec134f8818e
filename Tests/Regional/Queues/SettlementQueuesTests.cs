namespace PaymentDr.Tests.Regional.Queues;

[TestFixture]
public sealed class SettlementQueuesTests
{
    [Snapshot]
    [TestCase("primary")]
    [TestCase("secondary")]
    public void Queues(string region) => Snapshot.Verify(SynthesizedStack.Default.Slice($"{region}/settlement"));
}
