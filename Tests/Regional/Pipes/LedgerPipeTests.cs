namespace PaymentDr.Tests.Regional.Pipes;

[TestFixture]
public sealed class LedgerPipeTests
{
    [Snapshot]
    [TestCase("primary")]
    [TestCase("secondary")]
    public void Pipe(string region) => Snapshot.Verify(SynthesizedStack.Default.Slice($"{region}/ledger-pipe"));
}
