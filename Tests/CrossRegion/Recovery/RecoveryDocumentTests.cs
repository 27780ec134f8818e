using System.Text.Json.Nodes;
using PaymentDr.Payments;
using PaymentDr.Tests.Workflows;

namespace PaymentDr.Tests.CrossRegion.Recovery;

/// <summary>What docs/failover.md and docs/failback.md say of each state and of them all, against the synthesized definitions.</summary>
[TestFixture]
public sealed class RecoveryDocumentTests
{
    private static readonly int LastStatements = (int)Epoch.LastStatements.TotalSeconds;

    [TestCase("primary", "failover")]
    [TestCase("secondary", "failover")]
    [TestCase("secondary", "failback")]
    public void Every_state_that_takes_time_has_its_row(string region, string workflow)
    {
        var definition = Definition(region, workflow);
        var times = new WorkflowTimes(definition);
        var states = definition["States"]!.AsObject().Where(state => IsListed(state.Key, state.Value!)).Select(state => Row(times, state.Key, state.Value!));

        Assert.That(Rows(workflow), Is.EquivalentTo(states));
    }

    /// <summary>A recovery that its own limit ends tells nobody.</summary>
    [TestCase("primary")]
    [TestCase("secondary")]
    public void A_failover_ends_within_its_limit_whatever_fails(string region)
    {
        var definition = Definition(region, "failover");
        var times = new WorkflowTimes(definition);
        var longest = times.Ends().Values.Max();

        Assert.That(longest, Is.LessThan(times.LimitSeconds));
        Assert.That(Text("failover"), Does.Contain($"**{longest} s**"));
    }

    [Test]
    public void The_way_back_ends_within_its_limit_and_the_document_says_what_may_not()
    {
        var times = new WorkflowTimes(Definition("secondary", "failback"));
        var ends = times.Ends();

        Assert.That(ends["FailedBack"], Is.LessThan(times.LimitSeconds));
        Assert.That(Text("failback"), Does.Contain($"**{ends["FailedBack"]} s**").And.Contain($"**{ends.Values.Max()} s**"));
    }

    private static JsonObject Definition(string region, string workflow) => SynthesizedStack.Default.Workflow($"{workflow}-{region}").Definition();

    private static string Text(string workflow) => File.ReadAllText(Repository.PathOf("docs", $"{workflow}.md"));

    private static IEnumerable<(string State, string Seconds, string Tries, string AtMost, string Failure)> Rows(string workflow) => Text(workflow).Split('\n')
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .Where(cells => cells.Length == 8 && cells[1].StartsWith('`'))
        .Select(cells => (cells[1].Trim('`'), cells[3], cells[4], cells[5], cells[6].Split(':')[0].Trim('`')));

    /// <summary>Those that tell people are all alike, and said once.</summary>
    private static bool IsListed(string name, JsonNode state) => TypeOf(state) is "Task" or "Wait" && !name.StartsWith("Tell", StringComparison.Ordinal);

    private static (string State, string Seconds, string Tries, string AtMost, string Failure) Row(WorkflowTimes times, string name, JsonNode state) => (
        name,
        $"{state["TimeoutSeconds"] ?? state["Seconds"] ?? LastStatements}",
        $"{times.Tries(name)}",
        $"{(state["TimestampPath"] is null ? times.AtMost(name) : LastStatements)}",
        FailureOf(state) is not { } failure ? "" : failure == (string?)state["Next"] ? "nothing" : failure.StartsWith("Tell", StringComparison.Ordinal) ? failure["Tell".Length..] : failure);

    private static string TypeOf(JsonNode state) => (string)state["Type"]!;

    private static string? FailureOf(JsonNode state) => (string?)state["Catch"]?[0]!["Next"];
}
