using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Workflows;

/// <summary>
/// What a definition says comes next, as Step Functions reads it and as far as ours go: what it does not know of the language it refuses. It changes nothing
/// that it is given.
/// </summary>
internal sealed class WorkflowLanguage(JsonObject definition)
{
    private static readonly string[] OfTasks =
        ["Type", "Resource", "Parameters", "TimeoutSeconds", "Retry", "Catch", "ResultPath", "ResultSelector", "Next"];

    public string Start => (string)definition["StartAt"]!;

    public JsonObject this[string state] => definition["States"]![state]!.AsObject();

    public string TypeOf(string state) => (string)this[state]["Type"]!;

    /// <summary>After a state that is no task.</summary>
    public string After(string state, JsonObject known) => TypeOf(state) switch
    {
        "Choice" => (string?)this[state]["Choices"]!.AsArray().FirstOrDefault(way => IsTrue(way!, known))?["Next"] ?? (string)this[state]["Default"]!,
        "Wait" => (string)this[state]["Next"]!,
        var other => throw new NotSupportedException($"{state} is a {other}."),
    };

    /// <summary>What a task asks for, and of whom.</summary>
    /// <param name="run">The name of the run.</param>
    public (string Resource, JsonNode Parameters) Asked(string task, string run, JsonObject known)
    {
        if (this[task].Select(member => member.Key).Except(OfTasks).ToArray() is { Length: > 0 } unknown)
        {
            throw new NotSupportedException($"{string.Join(", ", unknown)} of {task}.");
        }

        return ((string)this[task]["Resource"]!, Fill(this[task]["Parameters"]!, run, known));
    }

    public (string Next, JsonObject Known) Answered(string task, JsonObject known, JsonNode answer) => (
        (string)this[task]["Next"]!,
        (string?)this[task]["ResultPath"] is { } path ? With(known, path, Select(this[task]["ResultSelector"]!.AsObject(), answer)) : known);

    /// <summary>The rule by which a task that failed is tried again; null where none is about such a failure.</summary>
    public JsonNode? RetryOf(string task, TaskFailure failure) => this[task]["Retry"]?.AsArray().FirstOrDefault(rule => IsAbout(rule!, failure));

    /// <summary>Null where nobody catches it: then the run ends in no state.</summary>
    public (string Next, JsonObject Known)? Caught(string task, JsonObject known, TaskFailure failure) =>
        this[task]["Catch"]?.AsArray().FirstOrDefault(rule => IsAbout(rule!, failure)) is { } rule
            ? ((string)rule["Next"]!, With(known, (string)rule["ResultPath"]!, new() { ["Error"] = failure.Error, ["Cause"] = failure.Message }))
            : null;

    public static JsonNode? Find(JsonNode from, string path) =>
        path.StartsWith("$.", StringComparison.Ordinal)
            ? path["$.".Length..].Split('.').Aggregate((JsonNode?)from, (node, part) => (node as JsonObject)?[part])
            : throw new NotSupportedException($"The path {path}.");

    private static bool IsAbout(JsonNode rule, TaskFailure failure) =>
        rule["ErrorEquals"]!.AsArray().Select(error => (string)error!).Any(error => error == "States.ALL" || error == failure.Error);

    private static bool IsTrue(JsonNode rule, JsonObject known)
    {
        if (rule["And"] is { } all)
        {
            return all.AsArray().All(each => IsTrue(each!, known));
        }

        var (path, comparison) = ((string)rule["Variable"]!, rule.AsObject().Single(member => member.Key is not ("Variable" or "Next")));
        var found = Find(known, path);
        return comparison.Key switch
        {
            "IsPresent" => found is not null == (bool)comparison.Value!,
            _ when found is null => throw new TaskFailure("States.Runtime", $"{path} is not there."),
            "BooleanEquals" or "NumericEquals" or "StringEquals" => JsonNode.DeepEquals(found, comparison.Value),
            var other => throw new NotSupportedException($"The comparison {other}."),
        };
    }

    private static JsonObject With(JsonObject known, string path, JsonObject found)
    {
        var more = known.DeepClone().AsObject();
        more[path["$.".Length..]] = found;
        return more;
    }

    /// <summary>Names that end with ".$" stand for what is found at a path.</summary>
    private static JsonNode Fill(JsonNode template, string run, JsonObject known) => template switch
    {
        JsonObject members => new JsonObject(members.Select(member => member.Key.EndsWith(".$", StringComparison.Ordinal)
            ? KeyValuePair.Create(member.Key[..^2], (JsonNode?)Evaluate((string)member.Value!, run, known))
            : KeyValuePair.Create(member.Key, (JsonNode?)Fill(member.Value!, run, known)))),
        JsonArray items => new JsonArray([.. items.Select(item => Fill(item!, run, known))]),
        _ => template.DeepClone(),
    };

    private static JsonNode Evaluate(string expression, string run, JsonObject known) => expression switch
    {
        "$$.Execution.Name" => run,
        "States.JsonToString($)" => known.ToJsonString(),
        _ => Find(known, expression)?.DeepClone() ?? throw new TaskFailure("States.ParameterPathFailure", $"{expression} is not there."),
    };

    private static JsonObject Select(JsonObject selector, JsonNode answer) => new(selector.Select(part => KeyValuePair.Create(
        part.Key[..^2],
        (JsonNode?)(Find(answer, (string)part.Value!)?.DeepClone() ?? throw new TaskFailure("States.ParameterPathFailure", $"{part.Value} is not in the answer.")))));
}
