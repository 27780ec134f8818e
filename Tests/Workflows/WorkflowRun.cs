using System.Globalization;
using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Workflows;

/// <summary>What a task of a workflow ended with instead of an answer.</summary>
internal sealed class TaskFailure(string error, string cause) : Exception(cause)
{
    public string Error => error;
}

/// <summary>How a run ended.</summary>
/// <param name="Trail">The states that were entered, in their order.</param>
internal sealed record RunEnd(string State, bool Succeeded, JsonObject Known, IReadOnlyList<string> Trail);

/// <summary>
/// Runs a definition as Step Functions does, as far as ours go: what it does not know of the language it refuses. Who answers tasks, and how time passes,
/// is the caller's.
/// </summary>
/// <param name="ask">By resource and parameters; throws <see cref="TaskFailure"/>.</param>
/// <param name="wait">How long, by the name of the state.</param>
internal sealed class WorkflowRun(JsonObject definition, string name, Func<string, string, JsonNode, Task<JsonNode>> ask, Func<string, TimeSpan, Task> wait)
{
    private static readonly string[] OfTasks =
        ["Type", "Resource", "Parameters", "TimeoutSeconds", "Retry", "Catch", "ResultPath", "ResultSelector", "Next"];

    private readonly List<string> _trail = [];
    private JsonObject _known = [];

    public async Task<RunEnd> RunAsync(JsonObject input)
    {
        _known = input.DeepClone().AsObject();
        var current = (string)definition["StartAt"]!;
        while (true)
        {
            var state = definition["States"]![current]!.AsObject();
            _trail.Add(current);
            switch ((string)state["Type"]!)
            {
                case "Succeed" or "Fail":
                    return new(current, (string)state["Type"]! == "Succeed", _known, _trail);
                case "Choice":
                    current = (string?)state["Choices"]!.AsArray().FirstOrDefault(way => IsTrue(way!))?["Next"] ?? (string)state["Default"]!;
                    break;
                case "Wait":
                    await wait(current, state["Seconds"] is { } seconds ? TimeSpan.FromSeconds((int)seconds) : TimeUntil((string)Find((string)state["TimestampPath"]!)!));
                    current = (string)state["Next"]!;
                    break;
                case "Task":
                    current = await RunTaskAsync(current, state);
                    break;
                default:
                    throw new NotSupportedException($"{current} is a {state["Type"]}.");
            }
        }
    }

    private async Task<string> RunTaskAsync(string current, JsonObject state)
    {
        if (state.Select(member => member.Key).Except(OfTasks).ToArray() is { Length: > 0 } unknown)
        {
            throw new NotSupportedException($"{string.Join(", ", unknown)} of {current}.");
        }

        var tries = state["Retry"]!.AsArray().ToDictionary(retry => retry!, _ => 0);
        while (true)
        {
            try
            {
                var answer = await ask(current, (string)state["Resource"]!, Fill(state["Parameters"]!));
                if ((string?)state["ResultPath"] is { } path)
                {
                    _known[path["$.".Length..]] = Select(state["ResultSelector"]!.AsObject(), answer);
                }

                return (string)state["Next"]!;
            }
            catch (TaskFailure failure)
            {
                if (tries.Keys.FirstOrDefault(retry => Catches(retry, failure)) is { } retry && tries[retry]++ < (int)retry["MaxAttempts"]!)
                {
                    await wait(current, TimeSpan.FromSeconds((int)retry["IntervalSeconds"]!));
                    continue;
                }

                var caught = state["Catch"]!.AsArray().First(each => Catches(each!, failure))!;
                _known[((string)caught["ResultPath"]!)["$.".Length..]] = new JsonObject { ["Error"] = failure.Error, ["Cause"] = failure.Message };
                return (string)caught["Next"]!;
            }
        }
    }

    private static bool Catches(JsonNode rule, TaskFailure failure) =>
        rule["ErrorEquals"]!.AsArray().Select(error => (string)error!).Any(error => error == "States.ALL" || error == failure.Error);

    private bool IsTrue(JsonNode rule)
    {
        if (rule["And"] is { } all)
        {
            return all.AsArray().All(each => IsTrue(each!));
        }

        var (path, comparison) = ((string)rule["Variable"]!, rule.AsObject().Single(member => member.Key is not ("Variable" or "Next")));
        var found = Find(path);
        return comparison.Key switch
        {
            "IsPresent" => found is not null == (bool)comparison.Value!,
            _ when found is null => throw new TaskFailure("States.Runtime", $"{path} is not there."),
            "BooleanEquals" or "NumericEquals" or "StringEquals" => JsonNode.DeepEquals(found, comparison.Value),
            var other => throw new NotSupportedException($"The comparison {other}."),
        };
    }

    /// <summary>Names that end with ".$" stand for what is found at a path.</summary>
    private JsonNode Fill(JsonNode template) => template switch
    {
        JsonObject members => new JsonObject(members.Select(member => member.Key.EndsWith(".$", StringComparison.Ordinal)
            ? KeyValuePair.Create(member.Key[..^2], Evaluate((string)member.Value!))
            : KeyValuePair.Create(member.Key, (JsonNode?)Fill(member.Value!)))),
        JsonArray items => new JsonArray([.. items.Select(item => Fill(item!))]),
        _ => template.DeepClone(),
    };

    private JsonNode? Evaluate(string expression) => expression switch
    {
        "$$.Execution.Name" => name,
        "States.JsonToString($)" => _known.ToJsonString(),
        _ => Find(expression)?.DeepClone() ?? throw new TaskFailure("States.ParameterPathFailure", $"{expression} is not there."),
    };

    private JsonNode? Find(string path) => Find(_known, path);

    private static JsonNode? Find(JsonNode from, string path) =>
        path.StartsWith("$.", StringComparison.Ordinal)
            ? path["$.".Length..].Split('.').Aggregate((JsonNode?)from, (node, part) => (node as JsonObject)?[part])
            : throw new NotSupportedException($"The path {path}.");

    private static JsonObject Select(JsonObject selector, JsonNode answer) => new(selector.Select(part => KeyValuePair.Create(
        part.Key[..^2],
        (JsonNode?)(Find(answer, (string)part.Value!)?.DeepClone() ?? throw new TaskFailure("States.ParameterPathFailure", $"{part.Value} is not in the answer.")))));

    private static TimeSpan TimeUntil(string timestamp) =>
        DateTimeOffset.Parse(timestamp, CultureInfo.InvariantCulture) - DateTimeOffset.UtcNow is { Ticks: > 0 } left ? left : TimeSpan.Zero;
}
