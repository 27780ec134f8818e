namespace PaymentDr.Tests.Regional.Parameters;

[TestFixture]
public sealed class RegionParametersTests
{
    [Snapshot]
    [TestCase("primary")]
    [TestCase("secondary")]
    public void Parameters(string region) => Snapshot.Verify(SynthesizedStack.Default.Slice($"{region}/parameters"));

    [Test]
    public void Both_regions_have_the_same_names() =>
        Assert.That(Names("secondary"), Is.EquivalentTo(Names("primary")).And.All.StartsWith("/payment-dr/dev/"));

    private static IEnumerable<string?> Names(string region) => SynthesizedStack.Default.Elements
        .Where(element => element.Type == "aws_ssm_parameter" && element.Scope == region)
        .Select(element => element.Text("name"));
}
