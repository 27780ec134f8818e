using System.Text.Json.Nodes;

namespace PaymentDr.Tests.CrossRegion.Recovery;

/// <summary>How a region takes over, and gives back.</summary>
[TestFixture]
public sealed class RecoveryTests
{
    [Snapshot]
    [TestCase("primary", "return")]
    public void Part(string region, string part) => Snapshot.Verify(SynthesizedStack.Default.Slice($"{region}/{part}"));

    [Snapshot]
    [TestCase("primary", "takeover", "failover")]
    [TestCase("secondary", "giving-back", "failback")]
    [TestCase("secondary", "takeover", "failover")]
    public void Part(string region, string group, string part)
    {
        var slice = SynthesizedStack.Default.Slice($"{region}/{group}/{part}");
        foreach (var (_, machine) in slice.Where(element => element.Key.StartsWith("aws_sfn_state_machine", StringComparison.Ordinal)))
        {
            // To be read, and not in one line.
            machine!["definition"] = JsonNode.Parse(machine["definition"]!.GetValue<string>());
        }

        Snapshot.Verify(slice);
    }

    [Test]
    public void Without_a_door_there_is_nothing_to_recover()
    {
        var stack = SynthesizedStack.Of(TestSettings.With(("PAYMENTDR__Zone__Delegated", "false")));

        Assert.That(stack.Count("aws_sfn_state_machine"), Is.Zero);
        Assert.That(stack.Elements.Where(element => element.Path.Contains("deciding", StringComparison.Ordinal)), Is.Empty);
    }

    /// <summary>A stack that is half gone looks like a lost region to whoever still decides.</summary>
    [Test]
    public void The_decision_is_asked_last_and_is_the_first_to_go()
    {
        var target = SynthesizedStack.Default.Elements.Single(element => element.Path == "secondary/deciding/decide/schedule/decide-target");
        var before = target.Body["depends_on"]!.AsArray().Select(address => (string)address!).ToArray();

        Assert.That(before, Has.Exactly(2).StartsWith("aws_sfn_state_machine.").And.Exactly(2).StartsWith("aws_lambda_event_source_mapping."));
        Assert.That(before, Has.Exactly(6).StartsWith("aws_route53_record."), "where the names of three pairs lead");
    }

    [Test]
    public void Where_no_service_runs_none_is_sized()
    {
        var stack = SynthesizedStack.WithoutImage;

        Assert.That(stack.Elements.Where(element => element.Type == "aws_sfn_state_machine").Select(machine => machine.Text("definition")), Has.None.Contains("registerScalableTarget"));
        Assert.That(stack.Elements.Where(element => element.WithoutMetadata().ToJsonString().Contains("RegisterScalableTarget", StringComparison.Ordinal)), Is.Empty);
    }
}
