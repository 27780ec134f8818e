namespace PaymentDr.Tests.Regional.Api;

[TestFixture]
public sealed class PaymentApiTests
{
    [Snapshot]
    [TestCase("primary")]
    [TestCase("secondary")]
    public void Api(string region) => Snapshot.Verify(SynthesizedStack.Default.Slice($"{region}/api"));
}
