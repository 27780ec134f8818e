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

/// <summary>Runs a definition. Who answers tasks, and how time passes, is the caller's.</summary>
/// <param name="ask">By resource and parameters; throws <see cref="TaskFailure"/>.</param>
/// <param name="wait">How long, by the name of the state.</param>
internal sealed class WorkflowRun(JsonObject definition, string name, Func<string, string, JsonNode, Task<JsonNode>> ask, Func<string, TimeSpan, Task> wait)
{
    private readonly WorkflowLanguage _language = new(definition);

    public async Task<RunEnd> RunAsync(JsonObject input)
    {
        var (current, known, trail) = (_language.Start, input, new List<string>());
        while (true)
        {
            trail.Add(current);
            switch (_language.TypeOf(current))
            {
                case "Succeed" or "Fail":
                    return new(current, _language.TypeOf(current) == "Succeed", known, trail);
                case "Task":
                    (current, known) = await RunTaskAsync(current, known);
                    break;
                case "Wait":
                    await wait(current, PauseOf(_language[current], known));
                    goto default;
                default:
                    current = _language.After(current, known);
                    break;
            }
        }
    }

    private async Task<(string Next, JsonObject Known)> RunTaskAsync(string task, JsonObject known)
    {
        var tries = new Dictionary<JsonNode, int>();
        while (true)
        {
            try
            {
                var (resource, parameters) = _language.Asked(task, name, known);
                return _language.Answered(task, known, await ask(task, resource, parameters));
            }
            catch (TaskFailure failure)
            {
                if (_language.RetryOf(task, failure) is not { } retry || (tries[retry] = tries.GetValueOrDefault(retry) + 1) > (int)retry["MaxAttempts"]!)
                {
                    return _language.Caught(task, known, failure) ?? throw new InvalidOperationException($"Nobody catches what {task} failed by: {failure.Error}.");
                }

                await wait(task, TimeSpan.FromSeconds((int)retry["IntervalSeconds"]!));
            }
        }
    }

    private static TimeSpan PauseOf(JsonObject state, JsonObject known) =>
        state["Seconds"] is { } seconds ? TimeSpan.FromSeconds((int)seconds) : TimeUntil((string)WorkflowLanguage.Find(known, (string)state["TimestampPath"]!)!);

    private static TimeSpan TimeUntil(string timestamp) =>
        DateTimeOffset.Parse(timestamp, CultureInfo.InvariantCulture) - DateTimeOffset.UtcNow is { Ticks: > 0 } left ? left : TimeSpan.Zero;
}
