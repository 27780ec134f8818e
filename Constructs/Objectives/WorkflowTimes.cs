using System.Globalization;
using System.Text.Json.Nodes;
using PaymentDr.Payments;

namespace PaymentDr;

/// <summary>How long the ways through a synthesized workflow may take, when each step needs all its tries.</summary>
public sealed class WorkflowTimes(JsonObject definition)
{
    private const string Promotes = ":rds:failoverGlobalCluster";
    private const string BeginsReign = "begin-reign";
    private const string AwaitsWriter = "await-writer";

    private JsonObject States => definition[nameof(States)]!.AsObject();

    /// <summary>After which a run is ended.</summary>
    public int LimitSeconds => definition["TimeoutSeconds"]!.GetValue<int>();

    /// <summary>For each end the longest way to it.</summary>
    public IReadOnlyDictionary<string, int> Ends() => Ways(IsEnd)
        .GroupBy(way => way[^1])
        .ToDictionary(ways => ways.Key, ways => ways.Max(way => Pass(way, promotionSeconds: null).Sum(passed => passed.Seconds)));

    /// <summary>The longest way to the end of the state that takes a step, with a promotion that takes so long.</summary>
    /// <param name="without">A step that is not on it; null for any way.</param>
    public IReadOnlyList<PassedState> LongestTo(string step, int promotionSeconds, string? without = null) => Ways(name => StepOf(name) == step || IsEnd(name))
        .Where(way => !IsEnd(way[^1]) && (without is null || way.All(name => StepOf(name) != without)))
        .Select(way => Pass(way, promotionSeconds))
        .MaxBy(way => way.Sum(passed => passed.Seconds)) ?? throw new InvalidOperationException($"No way leads to {step}.");

    /// <summary>How long the books are waited for at least: its looks may take no time, its pauses do.</summary>
    public int LeastPatience() => States.Where(state => StepOf(state.Key) == AwaitsWriter).Select(state => Retries(state.Value!)[0]).Min(retry => retry.Times * retry.Pause);

    public int Tries(string name) => 1 + Retries(States[name]!).Sum(retry => retry.Times);

    public int AtMost(string name) => (Tries(name) * Seconds(name)) + Retries(States[name]!).Sum(retry => retry.Times * retry.Pause);

    private int Seconds(string name) => (int?)States[name]!["TimeoutSeconds"] ?? (int?)States[name]!["Seconds"] ?? 0;

    private bool IsEnd(string name) => (string)States[name]!["Type"]! is "Succeed" or "Fail";

    private string? StepOf(string name) => (string?)States[name]!["Parameters"]?["Payload"]?["step"];

    private IEnumerable<IReadOnlyList<string>> Ways(Func<string, bool> isLast)
    {
        return From((string)definition["StartAt"]!);

        IEnumerable<string[]> From(string name) => isLast(name) ? [[name]] : Targets(States[name]!).SelectMany(From).Select(rest => (string[])[name, .. rest]);
    }

    private static IEnumerable<string> Targets(JsonNode state) => (state["Choices"] as JsonArray ?? []).Select(choice => choice!["Next"])
        .Concat([state["Default"], state["Next"]])
        .Concat((state["Catch"] as JsonArray ?? []).Select(caught => caught!["Next"]))
        .OfType<JsonNode>()
        .Select(target => (string)target!)
        .Distinct();

    /// <summary>What is waited for passes while other states do, and counts only as far as it outlasts them.</summary>
    private List<PassedState> Pass(IReadOnlyList<string> way, int? promotionSeconds)
    {
        var passed = new List<PassedState>();
        int now = 0, settleAfter = 0;
        int? promoted = null;
        foreach (var name in way)
        {
            if (States[name]!["TimestampPath"] is not null)
            {
                Add(name, Math.Max(0, settleAfter - now), string.Create(CultureInfo.InvariantCulture, $"{Epoch.LastStatements.TotalSeconds} since the reign began"));
            }
            else if (StepOf(name) == AwaitsWriter && promotionSeconds is { } seconds)
            {
                // Asked for when the state that does it ended, at the latest; before this state where another run did.
                Add(PassedState.Promotion, Math.Max(0, (promoted ?? now + seconds) - now), $"{seconds}");
                var (looks, sum) = LastLooks(name);
                Add(name, looks, sum);
            }
            else
            {
                Add(name, AtMost(name), SumOf(name));
            }

            settleAfter = StepOf(name) == BeginsReign ? now + (int)Epoch.LastStatements.TotalSeconds : settleAfter;
            promoted = ((string?)States[name]!["Resource"])?.EndsWith(Promotes, StringComparison.Ordinal) is true ? now + promotionSeconds : promoted;
        }

        return passed;

        void Add(string name, int seconds, string sum)
        {
            now += seconds;
            passed.Add(new(name, seconds, sum));
        }
    }

    /// <summary>One that came a moment too early, the pause after it, and one that needs all tries of a look that fails.</summary>
    private (int Seconds, string Sum) LastLooks(string name)
    {
        var (look, retries) = (Seconds(name), Retries(States[name]!));
        var (pause, (times, pauseOfFailure)) = (retries[0].Pause, retries[^1]);
        return (look + pause + look + (times * (pauseOfFailure + look)), $"{look} + {pause} + {look} + {times} x ({pauseOfFailure} + {look})");
    }

    private string SumOf(string name)
    {
        var pauses = Retries(States[name]!).Select(retry => $" + {(retry.Times == 1 ? "" : $"{retry.Times} x ")}{retry.Pause}");
        return Tries(name) == 1 ? $"{Seconds(name)}" : $"{Tries(name)} x {Seconds(name)}{string.Concat(pauses)}";
    }

    private static (int Times, int Pause)[] Retries(JsonNode state) =>
        [.. (state["Retry"] as JsonArray ?? []).Select(retry => (retry!["MaxAttempts"]!.GetValue<int>(), retry["IntervalSeconds"]!.GetValue<int>()))];
}

/// <summary>A state on a way, and what it adds to it.</summary>
public sealed record PassedState(string Name, int Seconds, string Sum)
{
    /// <summary>What is no state, and passes while one waits.</summary>
    public const string Promotion = "RDS";
}
