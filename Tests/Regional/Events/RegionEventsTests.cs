namespace PaymentDr.Tests.Regional.Events;

[TestFixture]
public sealed class RegionEventsTests
{
    [Snapshot]
    [TestCase("primary")]
    [TestCase("secondary")]
    public void Events(string region) => Snapshot.Verify(SynthesizedStack.Default.Slice($"{region}/events"));

    [Test]
    public void The_buses_have_one_name() => Assert.That(
        SynthesizedStack.Default.Elements.Where(element => element.Type == "aws_cloudwatch_event_bus").Select(bus => bus.Text("name")),
        Is.EqualTo(new[] { "bus-payments-dev", "bus-payments-dev" }));
}
