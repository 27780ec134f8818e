using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Permissions;

/// <summary>
/// What the references in a synthesized file become at AWS, so that policies and calls are compared as AWS compares them. A reference to
/// anything else than the table knows is refused.
/// </summary>
internal sealed partial class Arns
{
    public const string Account = "123456789012";

    /// <summary>AWS puts six characters of its own behind the name of a secret.</summary>
    public const string SecretEnding = "-a1b2c3";

    private readonly SynthesizedStack _stack;
    private readonly Dictionary<string, Element> _elements;
    private readonly Dictionary<string, Func<Element, string>> _attributes;

    public Arns(SynthesizedStack stack)
    {
        _stack = stack;
        _elements = stack.Elements.ToDictionary(element => element.Address);
        _attributes = new()
        {
            ["aws_api_gateway_rest_api.execution_arn"] = api => Arn("execute-api", api, api.Text("name")!),
            ["aws_appautoscaling_target.arn"] = target => Arn("application-autoscaling", target, $"scalable-target/{target.Text("resource_id")}"),
            ["aws_backup_vault.arn"] = vault => Arn("backup", vault, $"backup-vault:{vault.Text("name")}"),
            ["aws_backup_vault.name"] = Named("name"),
            ["aws_cloudwatch_event_bus.arn"] = bus => Arn("events", bus, $"event-bus/{bus.Text("name")}"),
            ["aws_cloudwatch_event_bus.name"] = Named("name"),
            ["aws_cloudwatch_event_rule.arn"] = rule => Arn("events", rule, $"rule/{(rule.Text("event_bus_name") is { } bus ? $"{Of(bus)}/" : "")}{rule.Text("name")}"),
            ["aws_cloudwatch_event_rule.name"] = Named("name"),
            ["aws_cloudwatch_log_group.arn"] = group => Arn("logs", group, $"log-group:{group.Text("name")}"),
            ["aws_cloudwatch_log_group.name"] = Named("name"),
            ["aws_cloudwatch_log_stream.arn"] = stream => Arn("logs", stream, $"log-group:{Of(stream.Text("log_group_name")!)}:log-stream:{stream.Text("name")}"),
            ["aws_cloudwatch_log_stream.name"] = Named("name"),
            ["aws_dynamodb_table.arn"] = table => Arn("dynamodb", table, $"table/{table.Text("name")}"),
            ["aws_dynamodb_table.name"] = Named("name"),
            ["aws_dynamodb_table.stream_arn"] = table => Arn("dynamodb", table, $"table/{table.Text("name")}/stream/latest"),
            ["aws_ecr_repository.arn"] = repository => Arn("ecr", repository, $"repository/{repository.Text("name")}"),
            ["aws_ecs_service.id"] = service => Arn("ecs", service, $"service/cluster/{service.Text("name")}"),
            ["aws_iam_role.arn"] = role => $"arn:aws:iam::{Account}:role/{role.Text("name")}",
            ["aws_kms_key.arn"] = key => Arn("kms", key, $"key/{key.Body["tags"]!["Name"]}"),
            ["aws_lambda_function.arn"] = function => Arn("lambda", function, $"function:{function.Text("function_name")}"),
            ["aws_lambda_function.function_name"] = Named("function_name"),
            ["aws_lambda_function.invoke_arn"] = function => Arn("lambda", function, $"function:{function.Text("function_name")}"),
            ["aws_rds_cluster.arn"] = cluster => Arn("rds", cluster, $"cluster:{cluster.Text("cluster_identifier")}"),
            ["aws_rds_global_cluster.arn"] = database => $"arn:aws:rds::{Account}:global-cluster:{database.Text("global_cluster_identifier")}",
            ["aws_s3_bucket.arn"] = bucket => $"arn:aws:s3:::{Of(bucket.Text("bucket")!)}",
            ["aws_s3_bucket.id"] = bucket => Of(bucket.Text("bucket")!),
            ["aws_s3_bucket_policy.bucket"] = policy => Of(policy.Text("bucket")!),
            ["aws_secretsmanager_secret.arn"] = secret => Arn("secretsmanager", secret, $"secret:{secret.Text("name")}{SecretEnding}"),
            ["aws_secretsmanager_secret.id"] = secret => Arn("secretsmanager", secret, $"secret:{secret.Text("name")}{SecretEnding}"),
            ["aws_sfn_state_machine.arn"] = machine => Arn("states", machine, $"stateMachine:{machine.Text("name")}"),
            ["aws_ssm_document.arn"] = document => Arn("ssm", document, $"document/{document.Text("name")}"),
            ["aws_ssm_document.name"] = Named("name"),
            ["aws_sns_topic.arn"] = topic => Arn("sns", topic, topic.Text("name")!),
            ["aws_sqs_queue.arn"] = queue => Arn("sqs", queue, queue.Text("name")!),
            ["aws_vpc.owner_id"] = _ => Account,
        };
    }

    public string Of(Element element) => _attributes[$"{element.Type}.arn"](element);

    /// <summary>Null where nobody has said what the type's arns look like.</summary>
    public string? Find(Element element) => _attributes.GetValueOrDefault($"{element.Type}.arn")?.Invoke(element);

    /// <summary>And those of its replicas.</summary>
    public IEnumerable<string> Everywhere(Element element) =>
        (element.Body["replica"] as JsonArray ?? []).Select(replica => InRegion(element, (string)(replica!["region_name"] ?? replica["region"])!)).Prepend(Of(element));

    /// <summary>A replica has the same arn, but for the region.</summary>
    public string InRegion(Element element, string region) => Of(element).Replace($":{_stack.RegionOf(element)}:", $":{region}:", StringComparison.Ordinal);

    /// <param name="text">With any number of references in it.</param>
    public string Of(string text) => Expression().Replace(text, match => Evaluate(match.Groups[1].Value));

    /// <exception cref="NotSupportedException">The expression is none of those that are known.</exception>
    private string Evaluate(string expression)
    {
        if (Attribute().Match(expression) is { Success: true } plain)
        {
            return Read(plain.Groups[1].Value, plain.Groups[2].Value);
        }

        if (OneReplica().Match(expression) is { Success: true } replica)
        {
            var table = _elements[replica.Groups[1].Value];
            return Read(table.Address, replica.Groups[2].Value).Replace($":{_stack.RegionOf(table)}:", $":{table.Body["replica"]![0]!["region_name"]}:", StringComparison.Ordinal);
        }

        return Replacement().Match(expression) is { Success: true } call
            ? Evaluate(call.Groups[1].Value).Replace(call.Groups[2].Value, call.Groups[3].Value, StringComparison.Ordinal)
            : throw new NotSupportedException($"The expression {expression} in a policy.");
    }

    private string Read(string address, string attribute)
    {
        var element = _elements[address];
        return _attributes.TryGetValue($"{element.Type}.{attribute}", out var read)
            ? read(element)
            : throw new NotSupportedException($"{element.Type}.{attribute}: nobody has said what it becomes.");
    }

    private string Arn(string service, Element element, string name) => $"arn:aws:{service}:{_stack.RegionOf(element)}:{Account}:{name}";

    private static Func<Element, string> Named(string attribute) => element => element.Text(attribute)!;

    [GeneratedRegex(@"\$\{([^{}]*)\}")]
    private static partial Regex Expression();

    [GeneratedRegex(@"^(\w+\.[\w-]+)\.(\w+)$")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"^one\((\w+\.[\w-]+)\.replica\)\.(\w+)$")]
    private static partial Regex OneReplica();

    [GeneratedRegex("""^replace\((.+), "(.+)", "(.+)"\)$""")]
    private static partial Regex Replacement();
}
