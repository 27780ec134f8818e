using System.Text.Json.Nodes;

namespace PaymentDr.Tests;

[TestFixture]
public sealed class EventPatternTests
{
    [TestCase("""{"a":["x"]}""", """{"a":"x"}""", true)]
    [TestCase("""{"a":["x"]}""", """{"a":"X"}""", false)]
    [TestCase("""{"a":["x","y"]}""", """{"a":"y","b":"z"}""", true)]
    [TestCase("""{"a":["1"]}""", """{"a":1}""", false)]
    [TestCase("""{"a":["x"]}""", """{}""", false)]
    [TestCase("""{"a":["x"],"b":["y"]}""", """{"a":"x","b":"z"}""", false)]
    [TestCase("""{"a":{"b":["x"]}}""", """{"a":{"b":"x"}}""", true)]
    [TestCase("""{"a":{"b":["x"]}}""", """{"b":"x"}""", false)]
    [TestCase("""{"a":[{"prefix":"x#"}]}""", """{"a":"x#1"}""", true)]
    [TestCase("""{"a":[{"prefix":"x#"}]}""", """{"a":"y#1"}""", false)]
    [TestCase("""{"a":[{"prefix":"x#"}]}""", """{}""", false)]
    [TestCase("""{"a":[{"exists":false}]}""", """{}""", true)]
    [TestCase("""{"a":[{"exists":false}]}""", """{"a":"x"}""", false)]
    [TestCase("""{"a":[{"exists":true}]}""", """{"a":"x"}""", true)]
    [TestCase("""{"a":{"b":[{"exists":false}]}}""", """{}""", true)]
    [TestCase("""{"a":["x",{"prefix":"y"}]}""", """{"a":"yes"}""", true)]
    public void It_judges_as_the_services_do(string pattern, string subject, bool matches) =>
        Assert.That(EventPattern.Parse(pattern).Matches(JsonNode.Parse(subject)!.AsObject()), Is.EqualTo(matches));

    [TestCase("""{"a":[{"anything-but":["x"]}]}""")]
    [TestCase("""{"a":[{"suffix":"x"}]}""")]
    [TestCase("""{"a":[{"wildcard":"x*"}]}""")]
    [TestCase("""{"a":[{"equals-ignore-case":"x"}]}""")]
    [TestCase("""{"a":[{"numeric":[">",0]}]}""")]
    [TestCase("""{"a":[{"prefix":{"equals-ignore-case":"x"}}]}""")]
    [TestCase("""{"a":[{"prefix":"x","exists":true}]}""")]
    [TestCase("""{"$or":[{"a":["x"]},{"b":["y"]}]}""")]
    [TestCase("""{"a":[1]}""")]
    [TestCase("""{"a":[null]}""")]
    [TestCase("""{"a":[]}""")]
    [TestCase("""{"a":{}}""")]
    [TestCase("""{"a":"x"}""")]
    [TestCase("""{}""")]
    [TestCase("""["x"]""")]
    public void What_it_does_not_know_it_refuses(string pattern) => Assert.That(() => EventPattern.Parse(pattern), Throws.TypeOf<NotSupportedException>());

    [TestCase("""{"a":["x"]}""", """{"a":["x"]}""")]
    [TestCase("""{"a":{"b":["x"]}}""", """{"a":[{"b":"x"}]}""")]
    public void Values_that_it_does_not_know_it_refuses_too(string pattern, string subject) =>
        Assert.That(() => EventPattern.Parse(pattern).Matches(JsonNode.Parse(subject)!.AsObject()), Throws.TypeOf<NotSupportedException>());
}
