using System.Text.Json.Nodes;
using PaymentDr.Tests.Workflows;

namespace PaymentDr.Tests.Automation;

/// <summary>How an execution ended.</summary>
/// <param name="Status">As Systems Manager names it.</param>
/// <param name="Trail">The steps that were taken, in their order.</param>
/// <param name="Answers">Of the steps that succeeded.</param>
internal sealed record AutomationEnd(string Status, IReadOnlyList<string> Trail, IReadOnlyDictionary<string, JsonNode> Answers);

/// <summary>Runs a document as "Properties shared by all actions", of Systems Manager, says. Who answers steps is the caller's.</summary>
/// <param name="ask">By function and payload; throws <see cref="TaskFailure"/>.</param>
internal sealed class AutomationRun(JsonObject content, string execution, IReadOnlyDictionary<string, string> parameters, Func<string, string, JsonNode, Task<JsonNode>> ask)
{
    private readonly Dictionary<string, JsonObject> _steps = content["mainSteps"]!.AsArray().ToDictionary(step => (string)step!["name"]!, step => step!.AsObject());

    /// <summary>The step before which somebody ends the execution; null where nobody does.</summary>
    public string? CancelledAt { get; init; }

    public async Task<AutomationEnd> RunAsync()
    {
        var (status, trail, answers) = ("Success", new List<string>(), new Dictionary<string, JsonNode>());
        for (var current = (string?)content["mainSteps"]![0]!["name"]; current is not null;)
        {
            var step = _steps[current];
            trail.Add(current);
            if (current == CancelledAt)
            {
                (status, current) = ("Cancelled", TargetOf(step, "onCancel"));
                continue;
            }

            if (await TryAsync(current, step) is { } answer)
            {
                answers[current] = answer;
                current = (string?)step["nextStep"];
                continue;
            }

            status = status == "Success" && (bool)step["isCritical"]! ? "Failed" : status;
            current = TargetOf(step, "onFailure");
        }

        return new(status, trail, answers);
    }

    private async Task<JsonNode?> TryAsync(string name, JsonObject step)
    {
        for (var left = (int)step["maxAttempts"]!; left > 0; left--)
        {
            try
            {
                return await ask(name, Fill((string)step["inputs"]!["FunctionName"]!), JsonNode.Parse(Fill((string)step["inputs"]!["Payload"]!))!);
            }
            catch (TaskFailure) when (left > 0)
            {
                // The next try, or none.
            }
        }

        return null;
    }

    private string Fill(string text)
    {
        var filled = text.Replace("{{ automation:EXECUTION_ID }}", execution, StringComparison.Ordinal);
        foreach (var parameter in content["parameters"]!.AsObject())
        {
            filled = filled.Replace($"{{{{ {parameter.Key} }}}}", parameters.GetValueOrDefault(parameter.Key, (string)parameter.Value!["default"]!), StringComparison.Ordinal);
        }

        return filled;
    }

    private static string? TargetOf(JsonObject step, string property) => ((string)step[property]!).Split(':') is ["step", var target] ? target : null;
}
