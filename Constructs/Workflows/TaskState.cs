using System.Text.Json.Nodes;

namespace PaymentDr;

/// <summary>Asks a service for something. It ends in time, and what becomes of a failure is said.</summary>
public sealed record TaskState(string Name) : WorkflowState(Name)
{
    /// <summary>What is asked, as Step Functions names it.</summary>
    public required string Resource { get; init; }

    /// <summary>Names that end with ".$" stand for paths.</summary>
    public required JsonObject Parameters { get; init; }

    /// <summary>Of one try.</summary>
    public required int Seconds { get; init; }

    /// <summary>Whatever was wrong, it is tried again so often.</summary>
    public int Retries { get; init; } = 1;

    /// <summary>Before each.</summary>
    public int PauseSeconds { get; init; } = 1;

    /// <summary>What is waited for: an error that says that it is not so yet.</summary>
    public Awaited? Awaits { get; init; }

    /// <summary>What is kept of the answer, and where; null where it says nothing.</summary>
    public Kept? Keeps { get; init; }

    /// <summary>What comes when all tries failed. There the failure is known as <see cref="Failure"/>.</summary>
    public required string OnFailure { get; init; }

    /// <summary>Null for what was added after it.</summary>
    public string? Then { get; init; }

    public const string Failure = "$.failure";

    internal override IEnumerable<string> Targets(string? following) => [Next(Then, following), OnFailure];

    internal override JsonObject ToJson(string? following)
    {
        var state = new JsonObject
        {
            ["Type"] = "Task",
            [nameof(Resource)] = Resource,
            [nameof(Parameters)] = Parameters.DeepClone(),
            ["TimeoutSeconds"] = Seconds,
            ["Retry"] = new JsonArray([.. Awaits is { } awaited ? [Again(awaited.Error, awaited.Times, awaited.PauseSeconds)] : Array.Empty<JsonNode>(), Again("States.ALL", Retries, PauseSeconds)]),
            ["Catch"] = new JsonArray(new JsonObject { ["ErrorEquals"] = new JsonArray("States.ALL"), ["ResultPath"] = Failure, ["Next"] = OnFailure }),
            ["ResultPath"] = Keeps?.Path,
            ["Next"] = Next(Then, following),
        };
        if (Keeps is { } kept)
        {
            state["ResultSelector"] = new JsonObject(kept.Parts.Select(part => KeyValuePair.Create($"{part.Name}.$", (JsonNode?)part.Path)));
        }

        return state;
    }

    /// <summary>With the same pause each time: what is waited for does not get slower.</summary>
    private static JsonObject Again(string error, int times, int pauseSeconds) => new()
    {
        ["ErrorEquals"] = new JsonArray(error),
        ["IntervalSeconds"] = pauseSeconds,
        ["MaxAttempts"] = times,
        ["BackoffRate"] = 1,
    };
}

/// <summary>An error that is no failure yet.</summary>
public sealed record Awaited(string Error, int Times, int PauseSeconds);

/// <summary>Parts of an answer, for states that come later.</summary>
public sealed record Kept(string Path, params (string Name, string Path)[] Parts);
