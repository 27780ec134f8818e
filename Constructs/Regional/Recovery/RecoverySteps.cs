using System.Text.Json.Nodes;
using HashiCorp.Cdktf.Providers.Aws.LambdaFunction;

namespace PaymentDr;

/// <summary>
/// The states that recovery's workflows are made of. What fails is told to people, and the run ends in a state of the step's own name: whoever asks
/// again begins anew, and finds done what is done.
/// </summary>
public sealed class RecoverySteps(string workflow, string comment, int seconds, AlertTopic alerts)
{
    /// <summary>A function answers in one, a cold start takes another.</summary>
    private const int QuickSeconds = 10;

    private readonly WorkflowDefinition _definition = new(comment, seconds);
    private readonly List<WorkflowState> _ends = [];

    public JsonObject ToJson()
    {
        _definition.Add(_ends);
        return _definition.ToJson();
    }

    public RecoverySteps Then(params WorkflowState[] states)
    {
        _definition.Add(states);
        return this;
    }

    /// <summary>A function of ours.</summary>
    public TaskState Ask(string name, LambdaFunction function, JsonObject payload, string? onFailure = null) => new(name)
    {
        Resource = "arn:aws:states:::lambda:invoke",
        Parameters = new JsonObject { ["FunctionName"] = function.Arn, ["Payload"] = payload },
        Seconds = QuickSeconds,
        OnFailure = onFailure ?? StopAt(name),
    };

    /// <summary>A service of this region. Workflows reach no other.</summary>
    public TaskState Call(string name, string service, string action, JsonObject parameters, string? onFailure = null) => new(name)
    {
        Resource = $"arn:aws:states:::aws-sdk:{service}:{action}",
        Parameters = parameters,
        Seconds = QuickSeconds,
        OnFailure = onFailure ?? StopAt(name),
    };

    /// <summary>The end that was wanted, of which people are told too. That they cannot be told changes nothing.</summary>
    public WorkflowState[] End(string name, string subject) => [Tell($"Tell{name}", subject, then: name), new SucceedState(name)];

    /// <summary>People are told, with all that is known, and it ends.</summary>
    /// <returns>The state to go to.</returns>
    public string Stop(string name, string cause)
    {
        var tell = $"Tell{name}";
        _ends.AddRange([Tell(tell, $"{workflow} ended: {name}", then: name), new FailState(name, cause)]);
        return tell;
    }

    private string StopAt(string step) => Stop($"{step}Failed", $"{step} failed, and what comes after it was not begun.");

    private TaskState Tell(string name, string subject, string then) => new(name)
    {
        Resource = "arn:aws:states:::sns:publish",
        Parameters = new JsonObject
        {
            ["TopicArn"] = alerts.Topic.Arn,
            ["Subject"] = subject,
            ["Message.$"] = "States.JsonToString($)",
        },
        Seconds = QuickSeconds,
        OnFailure = then,
        Then = then,
    };
}
