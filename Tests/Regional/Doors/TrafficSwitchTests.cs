namespace PaymentDr.Tests.Regional.Doors;

[TestFixture]
public sealed class TrafficSwitchTests
{
    [Snapshot]
    [TestCase("traffic")]
    [TestCase("drill")]
    public void Switch(string purpose) => Snapshot.Verify(SynthesizedStack.Default.Slice($"secondary/switch-{purpose}"));
}
