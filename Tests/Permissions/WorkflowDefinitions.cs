using System.Text.Json.Nodes;
using PaymentDr.Tests.Workflows;

namespace PaymentDr.Tests.Permissions;

/// <summary>Of workflows: what Step Functions asks for under a machine's role, state by state, and for its log and traces.</summary>
internal sealed class WorkflowDefinitions(SynthesizedStack stack) : Definitions(stack)
{
    /// <summary>"Logging in CloudWatch Logs", of Step Functions: the deliveries are its own to name.</summary>
    private static readonly string[] OfLogs =
    [
        "CreateLogDelivery", "DeleteLogDelivery", "DescribeLogGroups", "DescribeResourcePolicies", "GetLogDelivery", "ListLogDeliveries", "PutResourcePolicy", "UpdateLogDelivery",
    ];

    /// <summary>"Trace Step Functions requests in AWS X-Ray".</summary>
    private static readonly string[] OfTraces = ["GetSamplingRules", "GetSamplingTargets", "PutTelemetryRecords", "PutTraceSegments"];

    public override Dictionary<string, Func<Element, IEnumerable<Call>>> Callers => new() { ["aws_sfn_state_machine"] = OfMachine };

    private IEnumerable<Call> OfMachine(Element machine)
    {
        var role = Role(machine.Text("role_arn"));
        return
        [
            .. Assumed(machine.Text("role_arn"), "states.amazonaws.com", Arns.Of(machine)),
            .. OfLogs.Select(action => new Call(role, $"logs:{action}", "*")),
            .. OfTraces.Select(action => new Call(role, $"xray:{action}", "*")),
            .. machine.States()
                .Where(state => (string)state.Value!["Type"]! == "Task")
                .SelectMany(state => OfTask(role, (string)state.Value!["Resource"]!, state.Value!["Parameters"]!)),
        ];
    }

    /// <exception cref="NotSupportedException">Nobody has said what such a task asks for.</exception>
    private IEnumerable<Call> OfTask(Caller role, string resource, JsonNode parameters) => resource switch
    {
        "arn:aws:states:::lambda:invoke" => [new(role, "lambda:InvokeFunction", Named(parameters, "FunctionName"))],
        "arn:aws:states:::sns:publish" => [new(role, "sns:Publish", Named(parameters, "TopicArn"))],
        // The database is judged, and the cluster that is to write.
        "arn:aws:states:::aws-sdk:rds:failoverGlobalCluster" =>
        [
            new(role, "rds:FailoverGlobalCluster", Arns.Of(Stack.Referenced((string)parameters["GlobalClusterIdentifier"]!))),
            new(role, "rds:FailoverGlobalCluster", Named(parameters, "TargetDbClusterIdentifier")),
        ],
        // "Permissions required", of Application Auto Scaling: it looks whether the caller may change what is scaled.
        "arn:aws:states:::aws-sdk:applicationautoscaling:registerScalableTarget" =>
        [
            new(role, "application-autoscaling:RegisterScalableTarget", Arns.Of(Target(parameters))),
            .. new[] { "DescribeServices", "UpdateService" }.Select(action => new Call(role, $"ecs:{action}", Service(parameters))),
        ],
        _ => throw new NotSupportedException($"A task that asks for {resource}."),
    };

    private string Named(JsonNode parameters, string name) => Arns.Of((string)parameters[name]!);

    private Element Target(JsonNode parameters) => Stack.Referenced((string)parameters["ResourceId"]!);

    private string Service(JsonNode parameters) => Stack.Elements.Where(element => element.Type == "aws_ecs_service")
        .Where(service => Target(parameters).Text("resource_id")!.Contains($"{{{service.Address}.", StringComparison.Ordinal))
        .Select(service => Arns.Of($"${{{service.Address}.id}}")).Single();
}
