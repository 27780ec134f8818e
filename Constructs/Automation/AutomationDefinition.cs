using System.Text.Json.Nodes;

namespace PaymentDr;

/// <summary>Steps in the order in which they are taken when nothing goes wrong.</summary>
public sealed class AutomationDefinition(string description)
{
    /// <summary>By which Automation names the execution itself.</summary>
    public const string Execution = "{{ automation:EXECUTION_ID }}";

    /// <summary>The one whose documents are runbooks.</summary>
    private const string Schema = "0.3";

    private readonly JsonObject _parameters = [];
    private readonly List<AutomationStep> _steps = [];

    /// <summary>What whoever starts it may say.</summary>
    /// <returns>How steps name it.</returns>
    public string AddParameter(string name, string meaning, string fallback, string pattern)
    {
        _parameters.Add(name, new JsonObject { ["type"] = "String", ["description"] = meaning, ["default"] = fallback, ["allowedPattern"] = pattern });
        return $"{{{{ {name} }}}}";
    }

    public void Add(params IEnumerable<AutomationStep> steps) => _steps.AddRange(steps);

    /// <param name="role">The arn of the role under which it runs, whoever starts it.</param>
    /// <exception cref="InvalidOperationException">A step is there twice, leads to one that is not there, or takes longer than it may.</exception>
    public JsonObject ToJson(string role)
    {
        var names = _steps.Select(step => step.Name).ToHashSet();
        string[] wrong =
        [
            .. _steps.GroupBy(step => step.Name).Where(same => same.Count() > 1).Select(same => same.Key),
            .. _steps.SelectMany((step, index) => step.Targets(Following(index))).Where(target => !names.Contains(target)),
            .. _steps.Where(step => step.Seconds > AutomationStep.LongestSeconds).Select(step => step.Name),
        ];
        if (wrong.Length > 0)
        {
            throw new InvalidOperationException($"{description}: steps that are there twice, are missing, or take longer than {AutomationStep.LongestSeconds} s: {string.Join(", ", wrong)}");
        }

        return new()
        {
            ["schemaVersion"] = Schema,
            ["description"] = description,
            ["assumeRole"] = role,
            ["parameters"] = _parameters.DeepClone(),
            ["mainSteps"] = new JsonArray([.. _steps.Select((step, index) => step.ToJson(Following(index)))]),
        };
    }

    private string? Following(int index) => index + 1 < _steps.Count ? _steps[index + 1].Name : null;
}
