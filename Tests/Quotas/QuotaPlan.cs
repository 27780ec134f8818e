using System.Globalization;
using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Quotas;

/// <summary>What the region that takes over must be allowed on the day on which it does, by the file that it is built from.</summary>
internal sealed class QuotaPlan
{
    /// <summary>What a payment writes into the ledger at the most, and what is asked for it, as the document counts them.</summary>
    private const int ItemsOfAPayment = 8;

    /// <summary>For a payment, were no key remembered by those who use it.</summary>
    private const int UsesOfKeys = 2;

    private readonly SynthesizedStack _stack;
    private readonly PaymentDrSettings _settings;

    public QuotaPlan(SynthesizedStack stack, PaymentDrSettings settings) => (_stack, _settings) = (stack, settings);

    /// <summary>By the first column of the document's tables.</summary>
    public IReadOnlyDictionary<string, long> Needs => new Dictionary<string, long>
    {
        ["Fargate On-Demand vCPUs"] = Tasks * Processors,
        ["Fargate tasks launched in a rush"] = _settings.Pay.MostTasks - _settings.Pay.SecondaryTasks,
        ["Lambda concurrent executions"] = Sum("aws_lambda_function", function => Number(function, "reserved_concurrent_executions")) + FunctionSettings.Unreserved,
        ["VPCs"] = Count("aws_vpc"),
        ["Internet gateways"] = Count("aws_internet_gateway"),
        ["Elastic IP addresses"] = Count("aws_eip"),
        ["NAT gateways in a zone"] = 1,
        ["Gateway endpoints"] = Count("aws_vpc_endpoint", "Gateway"),
        ["Interface endpoints of a VPC"] = Count("aws_vpc_endpoint", "Interface"),
        ["Security groups"] = Count("aws_security_group") + Count("aws_default_security_group"),
        ["Peering connections of a VPC"] = Count("aws_vpc_peering_connection_accepter"),
        ["Application load balancers"] = Count("aws_lb"),
        ["Target groups"] = Count("aws_lb_target_group"),
        ["Targets of a load balancer"] = Tasks,
        ["Regional APIs"] = Count("aws_api_gateway_rest_api"),
        ["Custom domain names"] = Count("aws_api_gateway_domain_name"),
        ["API requests a second"] = OfMethods("throttling_rate_limit"),
        ["API requests at once, burst"] = OfMethods("throttling_burst_limit"),
        ["DB clusters"] = Count("aws_rds_cluster"),
        ["DB instances"] = Count("aws_rds_cluster_instance"),
        ["DB subnet groups"] = Count("aws_db_subnet_group"),
        ["DB cluster parameter groups"] = Count("aws_rds_cluster_parameter_group"),
        ["Data API requests at once"] = Sum("aws_lambda_function", function => Variables(function).ContainsKey("BOOKS_CLUSTER_ARN") ? Number(function, "reserved_concurrent_executions") : 0) * BatchSize,
        ["DynamoDB tables"] = _stack.Elements.Count(element => element.Type == "aws_dynamodb_table"),
        ["DynamoDB writes a second, a table"] = PaymentsPerSecond * ItemsOfAPayment,
        ["DynamoDB reads a second, a table"] = PaymentsPerSecond * ItemsOfAPayment,
        ["SQS messages in flight, a queue"] = Sum("aws_lambda_event_source_mapping", mapping => (long)mapping.Body["scaling_config"]!["maximum_concurrency"]! * Number(mapping, "batch_size")),
        ["KMS keys"] = Count("aws_kms_key"),
        ["KMS symmetric operations a second"] = PaymentsPerSecond * UsesOfKeys,
        ["EventBridge rules of a bus"] = Count("aws_cloudwatch_event_rule"),
        ["EventBridge buses"] = Count("aws_cloudwatch_event_bus"),
        ["SNS topics"] = Count("aws_sns_topic"),
        ["CloudWatch log groups"] = Count("aws_cloudwatch_log_group"),
        ["ECS scalable targets"] = Count("aws_appautoscaling_target"),
    };

    /// <summary>Twice as many as serve, while a deployment goes on.</summary>
    private long Tasks => _settings.Pay.MostTasks * Number(Of("aws_ecs_service").Single(), "deployment_maximum_percent") / 100;

    /// <summary>Of a task: a definition says it in 1/1024.</summary>
    private long Processors => long.Parse(Of("aws_ecs_task_definition").Single().Text("cpu")!, CultureInfo.InvariantCulture) / 1024;

    private long BatchSize => Of("aws_lambda_event_source_mapping").Max(mapping => Number(mapping, "batch_size"));

    /// <summary>By both doors, the one that has no limit of its own taken for as much as the other.</summary>
    private long PaymentsPerSecond => 2 * _settings.Api.RequestsPerSecond;

    /// <summary>Each method of the document has its own, /health another one.</summary>
    private long OfMethods(string limit)
    {
        var paths = JsonNode.Parse(Of("aws_api_gateway_rest_api").Single().Text("body")!)!["paths"]!.AsObject();
        var methods = paths.Where(path => path.Key != "/health").Sum(path => path.Value!.AsObject().Count);
        return Sum("aws_api_gateway_method_settings", settings =>
            (long)settings.Body["settings"]![limit]! * (settings.Text("method_path")!.Contains("health", StringComparison.Ordinal) ? 1 : methods));
    }

    private IEnumerable<Element> Of(string type) => _stack.Elements.Where(element => element.Kind == "resource" && element.Type == type && element.Scope == "secondary");

    private long Count(string type, string? kind = null) => Of(type).Count(element => kind is null || element.Text("vpc_endpoint_type") == kind);

    private long Sum(string type, Func<Element, long> of) => Of(type).Sum(of);

    private static long Number(Element element, string argument) => (long)element.Body[argument]!;

    private static JsonObject Variables(Element function) => function.Body["environment"]!["variables"]!.AsObject();
}
