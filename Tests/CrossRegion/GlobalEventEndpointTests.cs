namespace PaymentDr.Tests.CrossRegion;

[TestFixture]
public sealed class GlobalEventEndpointTests
{
    private const string Type = "aws_cloudwatch_event_endpoint";

    [Test, Snapshot]
    public void Endpoint() => Snapshot.Verify(SynthesizedStack.WithEventEndpoint.Slice("primary/event-endpoint"));

    [Test]
    public void There_is_none_unless_a_health_check_is_named()
    {
        Assert.That(SynthesizedStack.Default.Elements.Where(element => element.Type == Type), Is.Empty);
        Assert.That(SynthesizedStack.Default.File["output"]!["event_endpoint_url"], Is.Null);
        Assert.That(SynthesizedStack.WithEventEndpoint.File["output"]!["event_endpoint_url"], Is.Not.Null);
    }

    /// <summary>What both bring to the other region would be heard there twice.</summary>
    [Test]
    public void It_does_not_replicate_what_is_forwarded()
    {
        var stack = SynthesizedStack.WithEventEndpoint;

        Assert.That(stack.Elements.Single(element => element.Type == Type).Body["replication_config"]!["state"]!.GetValue<string>(), Is.EqualTo("DISABLED"));
        Assert.That(stack.Elements.Count(element => element.Type == "aws_cloudwatch_event_rule" && element.Path.Contains("event-forwarding", StringComparison.Ordinal)), Is.EqualTo(2));
    }
}
