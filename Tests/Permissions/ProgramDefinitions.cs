using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Permissions;

/// <summary>Of what runs our programs: Lambda, ECS, and whoever asks functions.</summary>
internal sealed class ProgramDefinitions(SynthesizedStack stack) : Definitions(stack)
{
    private const string AnyMethod = "x-amazon-apigateway-any-method";

    public override Dictionary<string, Func<Element, IEnumerable<Call>>> Callers => new()
    {
        ["aws_api_gateway_rest_api"] = OfApi,
        ["aws_ecs_task_definition"] = OfTask,
        ["aws_lambda_event_source_mapping"] = OfMapping,
        ["aws_lambda_function"] = OfFunction,
        // It is a policy, which names a role.
        ["aws_lambda_permission"] = _ => [],
        ["aws_secretsmanager_secret_rotation"] = OfRotation,
    };

    /// <summary>Lambda writes a function's log and traces, and connects it to its network, under the function's role. The code that runs in it is recorded.</summary>
    private IEnumerable<Call> OfFunction(Element function)
    {
        var role = Role(function.Text("role"));
        var group = Arns.Of(Stack.Referenced((string)function.Body["logging_config"]!["log_group"]!));
        string[] tracing = (string?)function.Body["tracing_config"]!["mode"] == "Active" ? ["xray:PutTelemetryRecords", "xray:PutTraceSegments"] : [];
        return
        [
            .. Assumed(function.Text("role"), "lambda.amazonaws.com"),
            new(role, "logs:CreateLogStream", $"{group}:log-stream:stream"),
            new(role, "logs:PutLogEvents", $"{group}:log-stream:stream"),
            .. tracing.Select(action => new Call(role, action, "*")),
            .. function.Body.ContainsKey("vpc_config") ? InNetwork(role, $"arn:aws:ec2:{Stack.RegionOf(function)}:{Permissions.Arns.Account}") : [],
        ];
    }

    /// <summary>"Giving Lambda functions access to resources in a VPC": as its own policy for execution roles has them.</summary>
    private static IEnumerable<Call> InNetwork(Caller role, string parts) =>
    [
        new(role, "ec2:DescribeNetworkInterfaces", "*"),
        new(role, "ec2:DescribeSubnets", "*"),
        .. new[] { "network-interface/eni", "subnet/subnet", "security-group/group" }.Select(part => new Call(role, "ec2:CreateNetworkInterface", $"{parts}:{part}")),
        .. new[] { "AssignPrivateIpAddresses", "DeleteNetworkInterface", "UnassignPrivateIpAddresses" }
            .Select(action => new Call(role, $"ec2:{action}", $"{parts}:network-interface/eni")),
    ];

    /// <summary>Lambda takes from a queue under the function's role.</summary>
    private IEnumerable<Call> OfMapping(Element mapping)
    {
        var role = Role(Stack.Referenced(mapping.Text("function_name")!).Text("role"));
        var queue = Given(mapping, "event_source_arn", "aws_sqs_queue");
        return new[] { "DeleteMessage", "GetQueueAttributes", "ReceiveMessage" }.Select(action => new Call(role, $"sqs:{action}", queue));
    }

    /// <summary>"Amazon ECS task execution IAM role": ECS fetches the image and writes the log. The program in it is recorded.</summary>
    private IEnumerable<Call> OfTask(Element task)
    {
        const string Service = "ecs-tasks.amazonaws.com";
        var starter = Role(task.Text("execution_role_arn"));
        var definition = task.Text("container_definitions")!;
        return
        [
            .. Assumed(task.Text("task_role_arn"), Service),
            .. Assumed(task.Text("execution_role_arn"), Service),
            new(starter, "ecr:GetAuthorizationToken", "*"),
            .. from repository in Named("aws_ecr_repository", definition)
               from action in new[] { "BatchCheckLayerAvailability", "BatchGetImage", "GetDownloadUrlForLayer" }
               select new Call(starter, $"ecr:{action}", repository),
            .. from log in Named("aws_cloudwatch_log_group", definition)
               from action in new[] { "CreateLogStream", "PutLogEvents" }
               select new Call(starter, $"logs:{action}", $"{log}:log-stream:stream"),
        ];
    }

    private IEnumerable<string> Named(string type, string text) =>
        Stack.Elements.Where(element => element.Type == type && text.Contains($"{{{element.Address}.", StringComparison.Ordinal)).Select(Arns.Of);

    /// <summary>API Gateway asks the functions that its document names: as the authorizer, or for each method of the one stage.</summary>
    private IEnumerable<Call> OfApi(Element api)
    {
        const string Service = "apigateway.amazonaws.com";
        var document = JsonNode.Parse(api.Text("body")!)!;
        var execution = Arns.Of($"${{{api.Address}.execution_arn}}");
        var stage = Stack.Elements.Single(element => element.Type == "aws_api_gateway_stage" && Stack.Referenced(element.Text("rest_api_id")!) == api).Text("stage_name");
        foreach (var (_, scheme) in document["components"]!["securitySchemes"]!.AsObject())
        {
            yield return InItsName(Service, "lambda:InvokeFunction", Function(scheme!["x-amazon-apigateway-authorizer"]!["authorizerUri"]), $"{execution}/authorizers/id");
        }

        foreach (var (path, methods) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in methods!.AsObject().Where(member => member.Value is JsonObject))
            {
                if (operation!["x-amazon-apigateway-integration"]?["uri"] is { } uri)
                {
                    yield return InItsName(Service, "lambda:InvokeFunction", Function(uri), $"{execution}/{stage}/{(method == AnyMethod ? "PATCH" : method.ToUpperInvariant())}{path}");
                }
            }
        }

        // With the function's reference in place of Lambda's path to it.
        string Function(JsonNode? uri) => Arns.Of(uri!.GetValue<string>());
    }

    /// <summary>"Lambda rotation functions: permissions".</summary>
    private IEnumerable<Call> OfRotation(Element rotation) =>
    [
        InItsName("secretsmanager.amazonaws.com", "lambda:InvokeFunction", Given(rotation, "rotation_lambda_arn", "aws_lambda_function"), Given(rotation, "secret_id", "aws_secretsmanager_secret")),
    ];
}
