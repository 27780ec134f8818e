using System.Text.Json.Nodes;

namespace PaymentDr.Tests.CrossRegion.Recovery;

/// <summary>What docs/failover.md and docs/failback.md say of each state and of them all, against the synthesized definitions.</summary>
[TestFixture]
public sealed class RecoveryDocumentTests
{
    /// <summary>How long the statements of a reign that ended are waited for, as the function recover says it.</summary>
    private const int LastStatements = 60;

    [TestCase("primary", "failover")]
    [TestCase("secondary", "failover")]
    [TestCase("secondary", "failback")]
    public void Every_state_that_takes_time_has_its_row(string region, string workflow)
    {
        var states = Definition(region, workflow)["States"]!.AsObject().Where(state => IsListed(state.Key, state.Value!)).Select(state => Row(state.Key, state.Value!));

        Assert.That(Rows(workflow), Is.EquivalentTo(states));
    }

    /// <summary>A recovery that its own limit ends tells nobody.</summary>
    [TestCase("primary")]
    [TestCase("secondary")]
    public void A_failover_ends_within_its_limit_whatever_fails(string region)
    {
        var definition = Definition(region, "failover");
        var longest = Ends(definition).Values.Max();

        Assert.That(longest, Is.LessThan(definition["TimeoutSeconds"]!.GetValue<int>()));
        Assert.That(Text("failover"), Does.Contain($"**{longest} s**"));
    }

    [Test]
    public void The_way_back_ends_within_its_limit_and_the_document_says_what_may_not()
    {
        var definition = Definition("secondary", "failback");
        var ends = Ends(definition);

        Assert.That(ends["FailedBack"], Is.LessThan(definition["TimeoutSeconds"]!.GetValue<int>()));
        Assert.That(Text("failback"), Does.Contain($"**{ends["FailedBack"]} s**").And.Contain($"**{ends.Values.Max()} s**"));
    }

    private static JsonNode Definition(string region, string workflow) => JsonNode.Parse(SynthesizedStack.Default.Elements
        .Single(element => element.Type == "aws_sfn_state_machine" && element.Text("name") == $"workflow-{workflow}-{region}-dev")
        .Text("definition")!)!;

    private static string Text(string workflow) => File.ReadAllText(Repository.PathOf("docs", $"{workflow}.md"));

    private static IEnumerable<(string State, string Seconds, string Tries, string AtMost, string Failure)> Rows(string workflow) => Text(workflow).Split('\n')
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .Where(cells => cells.Length == 8 && cells[1].StartsWith('`'))
        .Select(cells => (cells[1].Trim('`'), cells[3], cells[4], cells[5], cells[6].Split(':')[0].Trim('`')));

    /// <summary>Those that tell people are all alike, and said once.</summary>
    private static bool IsListed(string name, JsonNode state) => TypeOf(state) is "Task" or "Wait" && !name.StartsWith("Tell", StringComparison.Ordinal);

    private static (string State, string Seconds, string Tries, string AtMost, string Failure) Row(string name, JsonNode state) => (
        name,
        $"{state["TimeoutSeconds"] ?? state["Seconds"] ?? LastStatements}",
        $"{Tries(state)}",
        $"{AtMost(state)}",
        FailureOf(state) is not { } failure ? "" : failure == (string?)state["Next"] ? "nothing" : failure.StartsWith("Tell", StringComparison.Ordinal) ? failure["Tell".Length..] : failure);

    private static string TypeOf(JsonNode state) => (string)state["Type"]!;

    private static string? FailureOf(JsonNode state) => (string?)state["Catch"]?[0]!["Next"];

    private static IEnumerable<(int Times, int Pause)> Retries(JsonNode state) =>
        state["Retry"]?.AsArray().Select(retry => (retry!["MaxAttempts"]!.GetValue<int>(), retry["IntervalSeconds"]!.GetValue<int>())) ?? [];

    private static int Tries(JsonNode state) => 1 + Retries(state).Sum(retry => retry.Times);

    private static int AtMost(JsonNode state) => TypeOf(state) switch
    {
        "Task" => (Tries(state) * state["TimeoutSeconds"]!.GetValue<int>()) + Retries(state).Sum(retry => retry.Times * retry.Pause),
        "Wait" => state["Seconds"]?.GetValue<int>() ?? LastStatements,
        _ => 0,
    };

    /// <summary>For each end the longest way to it.</summary>
    private static Dictionary<string, int> Ends(JsonNode definition)
    {
        var states = definition["States"]!;
        var ends = new Dictionary<string, int>();
        Go((string)definition["StartAt"]!, passed: 0, sinceReign: 0);
        return ends;

        void Go(string name, int passed, int sinceReign)
        {
            var state = states[name]!;
            if (TypeOf(state) is "Succeed" or "Fail")
            {
                ends[name] = Math.Max(passed, ends.GetValueOrDefault(name));
                return;
            }

            // Until a time that the beginning of the reign has named.
            var takes = state["TimestampPath"] is null ? AtMost(state) : Math.Max(0, LastStatements - sinceReign);
            var isReign = name.StartsWith("Begin", StringComparison.Ordinal);
            foreach (var target in Targets(state))
            {
                Go(target, passed + takes, isReign ? 0 : sinceReign + takes);
            }
        }
    }

    private static IEnumerable<string> Targets(JsonNode state) => new[] { (string?)state["Next"], (string?)state["Default"], FailureOf(state) }
        .Concat(state["Choices"]?.AsArray().Select(choice => (string?)choice!["Next"]) ?? [])
        .OfType<string>()
        .Distinct();
}
