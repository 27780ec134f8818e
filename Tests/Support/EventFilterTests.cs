using System.Text.Json.Nodes;

namespace PaymentDr.Tests;

[TestFixture]
public sealed class EventFilterTests
{
    private const string Event = """{"eventName":"INSERT","region":"us-east-1","tags":["a","b"],"dynamodb":{"NewImage":{"fact":{"S":"accepted#1"},"n":{"N":"1"}}}}""";

    [TestCase("{}", true)]
    [TestCase("""{"eventName":["INSERT"]}""", true)]
    [TestCase("""{"eventName":["MODIFY","INSERT"]}""", true)]
    [TestCase("""{"eventName":["MODIFY"]}""", false)]
    [TestCase("""{"eventName":["INSERT"],"region":["us-west-2"]}""", false)]
    [TestCase("""{"dynamodb":{"NewImage":{"fact":{"S":[{"prefix":"accepted#"}]}}}}""", true)]
    [TestCase("""{"dynamodb":{"NewImage":{"fact":{"S":[{"prefix":"settled#"}]}}}}""", false)]
    [TestCase("""{"dynamodb":{"NewImage":{"n":{"S":[{"prefix":"1"}]}}}}""", false)]
    [TestCase("""{"dynamodb":{"OldImage":{"fact":{"S":["accepted#1"]}}}}""", false)]
    [TestCase("""{"replay-name":[{"exists":false}]}""", true)]
    [TestCase("""{"region":[{"exists":false}]}""", false)]
    [TestCase("""{"tags":["b"]}""", true)]
    public void An_event_passes_a_pattern_that_it_fits(string pattern, bool passes) =>
        Assert.That(EventFilter.Parse(pattern).Lets(JsonNode.Parse(Event)!), Is.EqualTo(passes));

    [Test]
    public void An_operator_that_is_not_known_is_refused() =>
        Assert.That(() => EventFilter.Parse("""{"region":[{"anything-but":"x"}]}""").Lets(JsonNode.Parse(Event)!), Throws.InstanceOf<NotSupportedException>());
}
