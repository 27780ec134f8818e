namespace PaymentDr.Tests.Pair;

[TestFixture]
public sealed class RegionTests
{
    [Snapshot]
    [TestCase("primary")]
    [TestCase("secondary")]
    public void Vpc(string region) => Snapshot.Verify(SynthesizedStack.Default.Slice($"{region}/vpc"));
}
