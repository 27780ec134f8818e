using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using PaymentDr.Aws;
using PaymentDr.Payments;
using PaymentDr.Tests.Functions;

namespace PaymentDr.Tests.Regional.Pipes;

[TestFixture]
public sealed class LedgerPipeTests
{
    [Snapshot]
    [TestCase("primary")]
    [TestCase("secondary")]
    public void Pipe(string region) => Snapshot.Verify(SynthesizedStack.Default.Slice($"{region}/ledger-pipe"));

    [TestCase("primary", Site.Primary)]
    [TestCase("secondary", Site.Secondary)]
    public void It_carries_what_was_accepted_for_its_own_region_and_nothing_else(string region, Site site)
    {
        var (own, other) = site is Site.Primary ? (Epoch.First, Epoch.First.NextOf(Site.Secondary)) : (Epoch.First.NextOf(Site.Secondary), Epoch.First);
        var (mine, others) = (Payloads.Accepted(epoch: own.Number), Payloads.Accepted(epoch: other.Number));

        Assert.That(Carries(region, mine), Is.True);
        Assert.That(Carries(region, others), Is.False, "the other region's");
        Assert.That(Carries(region, mine, "MODIFY"), Is.False, "facts are added, and nothing else");
        Assert.That(Carries(region, mine, "REMOVE"), Is.False);
        Assert.That(Carries(region, mine.Guard), Is.False);
        Assert.That(Carries(region, new Settled(mine.Id, mine.Fingerprint, own)), Is.False, "what was settled");
    }

    private static bool Carries(string region, Fact fact, string @event = "INSERT")
    {
        var pipe = SynthesizedStack.Default.Elements.Single(element => element.Type == "aws_pipes_pipe" && element.Scope == region);
        var pattern = pipe.Body["source_parameters"]!["filter_criteria"]!["filter"]!.AsArray().Single()!["pattern"]!.GetValue<string>();
        return EventPattern.Parse(pattern).Matches(new JsonObject
        {
            ["eventName"] = @event,
            ["dynamodb"] = new JsonObject { ["NewImage"] = new JsonObject(LedgerItems.Of(fact).Select(attribute => KeyValuePair.Create(attribute.Key, (JsonNode?)ToStream(attribute.Value)))) },
        });
    }

    private static JsonObject ToStream(AttributeValue value) => value.S is { } text ? new JsonObject { ["S"] = text } : new JsonObject { ["N"] = value.N };
}
