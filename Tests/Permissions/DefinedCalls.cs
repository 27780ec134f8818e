using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Permissions;

/// <summary>
/// The calls that AWS makes because something is defined so: under the role that it is given there, or in its own name. What each service asks for is
/// from the chapter of its manual on the role or on the policy that it wants.
/// </summary>
internal sealed partial class DefinedCalls
{
    private const string AnyMethod = "x-amazon-apigateway-any-method";

    private readonly SynthesizedStack _stack;
    private readonly Arns _arns;
    private readonly Dictionary<string, Func<Element, IEnumerable<Call>>> _callers;

    private DefinedCalls(SynthesizedStack stack)
    {
        (_stack, _arns) = (stack, new Arns(stack));
        _callers = new()
        {
            ["aws_api_gateway_rest_api"] = OfApi,
            ["aws_backup_selection"] = selection => Assumed(selection.Text("iam_role_arn"), "backup.amazonaws.com"),
            ["aws_cloudwatch_event_target"] = OfTarget,
            ["aws_cloudwatch_log_group"] = OfLogGroup,
            ["aws_ecs_task_definition"] = OfTask,
            ["aws_flow_log"] = OfFlowLog,
            ["aws_kinesis_firehose_delivery_stream"] = OfDeliveryStream,
            ["aws_lambda_event_source_mapping"] = OfMapping,
            ["aws_lambda_function"] = OfFunction,
            // It is a policy, which names a role.
            ["aws_lambda_permission"] = _ => [],
            ["aws_lb"] = OfBalancer,
            ["aws_pipes_pipe"] = OfPipe,
            ["aws_rds_cluster_instance"] = OfDatabaseInstance,
            ["aws_s3_bucket_logging"] = OfBucketLogging,
            ["aws_s3_bucket_replication_configuration"] = OfReplication,
            ["aws_secretsmanager_secret_rotation"] = OfRotation,
        };
    }

    /// <exception cref="NotSupportedException">A role is given to something that the table does not know.</exception>
    public static IReadOnlyList<Call> Of(SynthesizedStack stack)
    {
        var defined = new DefinedCalls(stack);
        return [.. stack.Elements.Where(element => element.Kind == "resource").SelectMany(defined.Of)];
    }

    /// <summary>Because of one element.</summary>
    public static IEnumerable<Call> Of(SynthesizedStack stack, Element element) => new DefinedCalls(stack).Of(element);

    private IEnumerable<Call> Of(Element element) =>
        _callers.TryGetValue(element.Type, out var calls) ? calls(element)
        : GivenRole().IsMatch(element.WithoutMetadata().ToJsonString()) ? throw new NotSupportedException($"{element} is given a role, and nobody has said what for.")
        : [];

    /// <summary>Lambda writes a function's log and traces, and connects it to its network, under the function's role. The code that runs in it is recorded.</summary>
    private IEnumerable<Call> OfFunction(Element function)
    {
        var role = Role(function.Text("role"));
        var group = _arns.Of(_stack.Referenced((string)function.Body["logging_config"]!["log_group"]!));
        string[] tracing = (string?)function.Body["tracing_config"]!["mode"] == "Active" ? ["xray:PutTelemetryRecords", "xray:PutTraceSegments"] : [];
        return
        [
            .. Assumed(function.Text("role"), "lambda.amazonaws.com"),
            new(role, "logs:CreateLogStream", $"{group}:log-stream:stream"),
            new(role, "logs:PutLogEvents", $"{group}:log-stream:stream"),
            .. tracing.Select(action => new Call(role, action, "*")),
            .. function.Body.ContainsKey("vpc_config") ? InNetwork(role, $"arn:aws:ec2:{_stack.RegionOf(function)}:{Arns.Account}") : [],
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
        _stack.Elements.Where(element => element.Type == type && text.Contains($"{{{element.Address}.", StringComparison.Ordinal)).Select(_arns.Of);

    /// <summary>"Enable access logs for your Application Load Balancer".</summary>
    private IEnumerable<Call> OfBalancer(Element balancer) => balancer.Body["access_logs"] is not { } logs ? [] :
    [
        InItsName(
            "logdelivery.elasticloadbalancing.amazonaws.com",
            "s3:PutObject",
            $"{BucketArn((string?)logs["bucket"])}/{logs["prefix"]}/AWSLogs/{Arns.Account}/object",
            $"arn:aws:elasticloadbalancing:{_stack.RegionOf(balancer)}:{Arns.Account}:loadbalancer/app/{balancer.Text("name")}/id"),
    ];

    /// <summary>Lambda takes from a queue under the function's role.</summary>
    private IEnumerable<Call> OfMapping(Element mapping)
    {
        var role = Role(_stack.Referenced(mapping.Text("function_name")!).Text("role"));
        var queue = Given(mapping, "event_source_arn", "aws_sqs_queue");
        return new[] { "DeleteMessage", "GetQueueAttributes", "ReceiveMessage" }.Select(action => new Call(role, $"sqs:{action}", queue));
    }

    /// <summary>"Amazon EventBridge Pipes permissions", for a stream of DynamoDB and a queue.</summary>
    private IEnumerable<Call> OfPipe(Element pipe)
    {
        var role = Role(pipe.Text("role_arn"));
        var stream = Given(pipe, "source", "aws_dynamodb_table");
        var parameters = pipe.Body["source_parameters"]!["dynamodb_stream_parameters"]!;
        return
        [
            .. Assumed(pipe.Text("role_arn"), "pipes.amazonaws.com", $"arn:aws:pipes:{_stack.RegionOf(pipe)}:{Arns.Account}:pipe/{pipe.Text("name")}"),
            .. new[] { "DescribeStream", "GetRecords", "GetShardIterator", "ListStreams" }.Select(action => new Call(role, $"dynamodb:{action}", stream)),
            new(role, "sqs:SendMessage", Given(pipe, "target", "aws_sqs_queue")),
            new(role, "sqs:SendMessage", _arns.Of((string)parameters["dead_letter_config"]!["arn"]!)),
        ];
    }

    /// <summary>"Using IAM roles to grant permissions to targets": to a bus of another region under a role; to a function and to dead letters in its own name.</summary>
    private IEnumerable<Call> OfTarget(Element target)
    {
        const string Service = "events.amazonaws.com";
        var rule = _arns.Of(_stack.Referenced(target.Text("rule")!));
        if (target.Text("role_arn") is { } role)
        {
            foreach (var assumed in Assumed(role, Service, rule))
            {
                yield return assumed;
            }

            yield return new Call(Role(role), "events:PutEvents", Given(target, "arn", "aws_cloudwatch_event_bus")).With("aws:SourceArn", rule);
        }
        else
        {
            yield return InItsName(Service, "lambda:InvokeFunction", Given(target, "arn", "aws_lambda_function"), rule);
        }

        if ((string?)target.Body["dead_letter_config"]?["arn"] is { } dead)
        {
            yield return InItsName(Service, "sqs:SendMessage", _arns.Of(dead), rule);
        }
    }

    /// <summary>API Gateway asks the functions that its document names: as the authorizer, or for each method of the one stage.</summary>
    private IEnumerable<Call> OfApi(Element api)
    {
        const string Service = "apigateway.amazonaws.com";
        var document = JsonNode.Parse(api.Text("body")!)!;
        var execution = _arns.Of($"${{{api.Address}.execution_arn}}");
        var stage = _stack.Elements.Single(element => element.Type == "aws_api_gateway_stage" && _stack.Referenced(element.Text("rest_api_id")!) == api).Text("stage_name");
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
        string Function(JsonNode? uri) => _arns.Of(uri!.GetValue<string>());
    }

    /// <summary>"Lambda rotation functions: permissions".</summary>
    private IEnumerable<Call> OfRotation(Element rotation) =>
    [
        InItsName("secretsmanager.amazonaws.com", "lambda:InvokeFunction", Given(rotation, "rotation_lambda_arn", "aws_lambda_function"), Given(rotation, "secret_id", "aws_secretsmanager_secret")),
    ];

    /// <summary>"Encrypt log data in CloudWatch Logs using AWS KMS".</summary>
    private IEnumerable<Call> OfLogGroup(Element logs) =>
        from action in new[] { "Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo" }
        let service = new Caller.Service($"logs.{_stack.RegionOf(logs)}.amazonaws.com")
        select new Call(service, $"kms:{action}", Given(logs, "kms_key_id", "aws_kms_key")).With("kms:EncryptionContext:aws:logs:arn", _arns.Of(logs));

    /// <summary>"IAM role for publishing flow logs to CloudWatch Logs"; the group itself is declared.</summary>
    private IEnumerable<Call> OfFlowLog(Element log)
    {
        var role = Role(log.Text("iam_role_arn"));
        var group = Given(log, "log_destination", "aws_cloudwatch_log_group");
        return
        [
            .. Assumed(log.Text("iam_role_arn"), "vpc-flow-logs.amazonaws.com", $"arn:aws:ec2:{_stack.RegionOf(log)}:{Arns.Account}:vpc-flow-log/log"),
            new(role, "logs:DescribeLogGroups", $"arn:aws:logs:{_stack.RegionOf(log)}:{Arns.Account}:log-group:"),
            .. new[] { "CreateLogStream", "DescribeLogStreams", "PutLogEvents" }.Select(action => new Call(role, $"logs:{action}", $"{group}:log-stream:eni")),
        ];
    }

    /// <summary>"Turning on Enhanced Monitoring": its group is AWS's to name, and one for all databases of a region.</summary>
    private IEnumerable<Call> OfDatabaseInstance(Element instance)
    {
        var role = Role(instance.Text("monitoring_role_arn"));
        var group = $"arn:aws:logs:{_stack.RegionOf(instance)}:{Arns.Account}:log-group:RDSOSMetrics";
        return
        [
            .. Assumed(instance.Text("monitoring_role_arn"), "monitoring.rds.amazonaws.com", $"arn:aws:rds:{_stack.RegionOf(instance)}:{Arns.Account}:db:{instance.Text("identifier")}"),
            .. new[] { "CreateLogGroup", "PutRetentionPolicy" }.Select(action => new Call(role, $"logs:{action}", $"{group}:log-stream:")),
            .. new[] { "CreateLogStream", "DescribeLogStreams", "GetLogEvents", "PutLogEvents" }.Select(action => new Call(role, $"logs:{action}", $"{group}:log-stream:db")),
        ];
    }

    /// <summary>"Grant Firehose access to an Amazon S3 destination", its errors' log included. Its own encryption is by a grant that whoever makes the stream gives it.</summary>
    private IEnumerable<Call> OfDeliveryStream(Element stream)
    {
        var settings = stream.Body["extended_s3_configuration"]!;
        var role = Role((string?)settings["role_arn"]);
        var bucket = _arns.Of((string)settings["bucket_arn"]!);
        var key = _arns.Of((string)settings["kms_key_arn"]!);
        var errors = _stack.Elements.Single(element => element.Type == "aws_cloudwatch_log_stream" && (string?)settings["cloudwatch_logging_options"]!["log_stream_name"] == $"${{{element.Address}.name}}");
        return
        [
            .. Assumed((string?)settings["role_arn"], "firehose.amazonaws.com"),
            .. new[] { "GetBucketLocation", "ListBucket", "ListBucketMultipartUploads" }.Select(action => new Call(role, $"s3:{action}", bucket)),
            .. from folder in new[] { "prefix", "error_output_prefix" }
               from action in new[] { "AbortMultipartUpload", "GetObject", "PutObject" }
               select new Call(role, $"s3:{action}", $"{bucket}/{settings[folder]}object"),
            .. from action in new[] { "Decrypt", "GenerateDataKey" }
               select new Call(role, $"kms:{action}", key).With("kms:ViaService", $"s3.{_stack.RegionOf(stream)}.amazonaws.com").With("kms:EncryptionContext:aws:s3:arn", bucket),
            new(role, "logs:PutLogEvents", _arns.Of(errors)),
        ];
    }

    /// <summary>"Enabling Amazon S3 server access logging".</summary>
    private IEnumerable<Call> OfBucketLogging(Element logging) =>
    [
        InItsName("logging.s3.amazonaws.com", "s3:PutObject", $"{BucketArn(logging.Text("target_bucket"))}/{logging.Text("target_prefix")}object", BucketArn(logging.Text("bucket"))),
    ];

    /// <summary>"Setting up permissions for live replication", of objects under keys, with and without the bucket's own.</summary>
    private IEnumerable<Call> OfReplication(Element replication)
    {
        var role = Role(replication.Text("role"));
        var (source, rule) = (BucketArn(replication.Text("bucket")), replication.Body["rule"]![0]!);
        var target = _arns.Of((string)rule["destination"]!["bucket"]!);
        var (sourceKey, targetKey) = (KeyOf(source), _arns.Of((string)rule["destination"]!["encryption_configuration"]!["replica_kms_key_id"]!));
        return
        [
            .. Assumed(replication.Text("role"), "s3.amazonaws.com"),
            .. new[] { "GetReplicationConfiguration", "ListBucket" }.Select(action => new Call(role, $"s3:{action}", source)),
            .. new[] { "GetObjectVersionAcl", "GetObjectVersionForReplication", "GetObjectVersionTagging" }.Select(action => new Call(role, $"s3:{action}", $"{source}/object")),
            .. new[] { "ReplicateDelete", "ReplicateObject", "ReplicateTags" }.Select(action => new Call(role, $"s3:{action}", $"{target}/object")),
            .. new[] { source, $"{source}/object" }.Select(of => ByS3("Decrypt", sourceKey, of)),
            .. from action in new[] { "Decrypt", "Encrypt", "GenerateDataKey" }
               from of in new[] { target, $"{target}/object" }
               select ByS3(action, targetKey, of),
        ];

        Call ByS3(string action, string key, string of) => new Call(role, $"kms:{action}", key)
            .With("kms:ViaService", $"s3.{key.Split(':')[3]}.amazonaws.com")
            .With("kms:EncryptionContext:aws:s3:arn", of);
    }

    private string KeyOf(string bucket) => _arns.Of(_stack.Elements
        .Where(element => element.Type == "aws_s3_bucket_server_side_encryption_configuration" && BucketArn(element.Text("bucket")) == bucket)
        .Select(element => (string)element.Body["rule"]![0]!["apply_server_side_encryption_by_default"]!["kms_master_key_id"]!)
        .Single());

    private string BucketArn(string? reference) => $"arn:aws:s3:::{_arns.Of(reference!)}";

    /// <summary>AWS says for which account it acts, and mostly for what of it.</summary>
    private IEnumerable<Call> Assumed(string? role, string service, string source = "") =>
        [InItsName(service, "sts:AssumeRole", ((Caller.Role)Role(role)).Arn, source)];

    private static Call InItsName(string service, string action, string resource, string source) =>
        new Call(new Caller.Service(service), action, resource).With("aws:SourceAccount", Arns.Account).With("aws:SourceArn", source);

    private Caller Role(string? reference) => new Caller.Role(_arns.Of(reference!));

    /// <summary>What an element names there, which must be of a type for which it is known what is asked.</summary>
    private string Given(Element element, string argument, string type) => element.Text(argument)!.Contains($"{type}.", StringComparison.Ordinal)
        ? _arns.Of(element.Text(argument)!)
        : throw new NotSupportedException($"{argument} of {element}: {element.Text(argument)}.");

    [GeneratedRegex(@"\$\{aws_iam_role\.[^}]+\.arn\}")]
    private static partial Regex GivenRole();
}
