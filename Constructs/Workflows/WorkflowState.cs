using System.Text.Json.Nodes;

namespace PaymentDr;

/// <summary>A state of a workflow, as Step Functions knows it. Where it does not say what comes next, it is what was added after it.</summary>
public abstract record WorkflowState(string Name)
{
    /// <summary>All that it may lead to.</summary>
    /// <param name="following">What was added after it; null at the end.</param>
    internal abstract IEnumerable<string> Targets(string? following);

    internal abstract JsonObject ToJson(string? following);

    /// <summary>A state that leads somewhere cannot be the last.</summary>
    protected string Next(string? named, string? following) =>
        named ?? following ?? throw new InvalidOperationException($"Nothing comes after {Name}, which is no end.");
}

/// <summary>An end: what was wanted.</summary>
public sealed record SucceedState(string Name) : WorkflowState(Name)
{
    internal override IEnumerable<string> Targets(string? following) => [];

    internal override JsonObject ToJson(string? following) => new() { ["Type"] = "Succeed" };
}

/// <summary>An end: anything else. Its name is its error.</summary>
/// <param name="Cause">What it means.</param>
public sealed record FailState(string Name, string Cause) : WorkflowState(Name)
{
    internal override IEnumerable<string> Targets(string? following) => [];

    internal override JsonObject ToJson(string? following) => new() { ["Type"] = "Fail", ["Error"] = Name, [nameof(Cause)] = Cause };
}

/// <summary>Lets time pass: so many seconds, or until the time at a path.</summary>
public sealed record WaitState : WorkflowState
{
    private readonly (string Name, JsonNode Value) _until;

    public WaitState(string name, int seconds) : base(name) => _until = ("Seconds", seconds);

    public WaitState(string name, string timestampPath) : base(name) => _until = ("TimestampPath", timestampPath);

    internal override IEnumerable<string> Targets(string? following) => [Next(null, following)];

    internal override JsonObject ToJson(string? following) =>
        new() { ["Type"] = "Wait", [_until.Name] = _until.Value.DeepClone(), ["Next"] = Next(null, following) };
}

/// <summary>Which way it goes on, by what is known.</summary>
/// <param name="Ways">The first that applies.</param>
/// <param name="Otherwise">Null for what was added after it.</param>
public sealed record ChoiceState(string Name, Way[] Ways, string? Otherwise = null) : WorkflowState(Name)
{
    internal override IEnumerable<string> Targets(string? following) => [.. Ways.Select(way => way.Next), Next(Otherwise, following)];

    internal override JsonObject ToJson(string? following) => new()
    {
        ["Type"] = "Choice",
        ["Choices"] = new JsonArray([.. Ways.Select(way => way.ToJson())]),
        ["Default"] = Next(Otherwise, following),
    };
}

/// <summary>A way that is gone when all of its premises are true.</summary>
public sealed record Way(string Next, params Premise[] Premises)
{
    internal JsonNode ToJson()
    {
        JsonObject[] rules = [.. Premises.Select(premise => premise.ToJson())];
        var rule = rules is [var only] ? only : new JsonObject { ["And"] = new JsonArray([.. rules]) };
        rule[nameof(Next)] = Next;
        return rule;
    }
}

/// <summary>That something known is so.</summary>
public sealed record Premise
{
    private readonly string _path;
    private readonly string _comparison;
    private readonly JsonNode _value;

    private Premise(string path, string comparison, JsonNode value) => (_path, _comparison, _value) = (path, comparison, value);

    public static Premise Is(string path, bool value) => new(path, "BooleanEquals", value);

    public static Premise Is(string path, string value) => new(path, "StringEquals", value);

    public static Premise Is(string path, int value) => new(path, "NumericEquals", value);

    public static Premise IsKnown(string path) => new(path, "IsPresent", true);

    internal JsonObject ToJson() => new() { ["Variable"] = _path, [_comparison] = _value.DeepClone() };
}
