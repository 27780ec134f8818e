using System.Text.Json.Nodes;

namespace PaymentDr;

/// <summary>Asks a function for something, as Systems Manager Automation does it. It ends in time, and what becomes of a failure is said.</summary>
public sealed record AutomationStep(string Name)
{
    /// <summary>Longer no step that asks a function may take.</summary>
    public const int LongestSeconds = 300;

    /// <summary>Whatever comes next, the execution ends here as a failure.</summary>
    private const string Abort = "Abort";

    /// <summary>The arn of the function.</summary>
    public required string Function { get; init; }

    /// <summary>What stands in double braces Automation replaces.</summary>
    public required JsonObject Payload { get; init; }

    /// <summary>Of one try.</summary>
    public required int Seconds { get; init; }

    /// <summary>The first one included.</summary>
    public int Tries { get; init; } = 1;

    /// <summary>The step that comes when all tries failed; null where the execution ends. It counts as failed either way.</summary>
    public required string? OnFailure { get; init; }

    /// <summary>The step that comes when somebody ends the execution; null where it ends there.</summary>
    public string? OnCancel { get; init; }

    /// <param name="following">Null for the last.</param>
    internal JsonObject ToJson(string? following)
    {
        var step = new JsonObject
        {
            ["name"] = Name,
            ["action"] = "aws:invokeLambdaFunction",
            ["timeoutSeconds"] = Seconds,
            ["maxAttempts"] = Tries,
            ["onFailure"] = OnFailure is null ? Abort : $"step:{OnFailure}",
            ["onCancel"] = OnCancel is null ? Abort : $"step:{OnCancel}",
            ["isCritical"] = true,
            ["inputs"] = new JsonObject
            {
                ["FunctionName"] = Function,
                ["InvocationType"] = "RequestResponse",
                [nameof(Payload)] = Payload.ToJsonString(),
            },
        };
        step.Add(following is null ? KeyValuePair.Create("isEnd", (JsonNode?)true) : KeyValuePair.Create("nextStep", (JsonNode?)following));
        return step;
    }

    /// <summary>All that it may lead to.</summary>
    internal IEnumerable<string> Targets(string? following) => new[] { OnFailure, OnCancel, following }.OfType<string>();
}
