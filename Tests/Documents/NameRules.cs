using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Documents;

/// <summary>
/// Whether what commands name is there. Every argument is known here, as one that names something or as one that does not: what is new in a document has to be
/// said to be one of them.
/// </summary>
internal sealed partial class NameRules(DeployedThings things, IReadOnlySet<string> metrics)
{
    /// <summary>Documents speak of an environment that is not the tests'.</summary>
    private static readonly (string InDocuments, Func<DeployedThings, string> Here)[] Environment =
    [
        ("prod", things => things.Suffix),
        ("payments.example.com", things => things.Zone),
    ];

    /// <summary>What an argument names, by what it is of. One of a service goes before one of all.</summary>
    private static readonly Dictionary<string, string> Naming = new()
    {
        ["alarm-names"] = "aws_cloudwatch_metric_alarm",
        ["backup-vault-name"] = "aws_backup_vault",
        ["by-backup-vault-name"] = "aws_backup_vault",
        ["bucket"] = "aws_s3_bucket",
        ["cluster"] = "aws_ecs_cluster",
        ["dashboard-name"] = "aws_cloudwatch_dashboard",
        ["db-cluster-identifier"] = "aws_rds_cluster",
        ["db-subnet-group-name"] = "aws_db_subnet_group",
        ["document-name"] = "aws_ssm_document",
        ["event-bus-name"] = "aws_cloudwatch_event_bus",
        ["execution-arn"] = "aws_sfn_state_machine",
        ["family-prefix"] = "aws_ecs_task_definition",
        ["function-name"] = "aws_lambda_function",
        ["global-cluster-identifier"] = "aws_rds_global_cluster",
        ["elbv2 describe-load-balancers names"] = "aws_lb",
        ["elbv2 describe-target-groups names"] = "aws_lb_target_group",
        ["events describe-rule name"] = "aws_cloudwatch_event_rule",
        ["log-group-name"] = "aws_cloudwatch_log_group",
        ["pipes name"] = "aws_pipes_pipe",
        ["queue-name"] = "aws_sqs_queue",
        ["rds describe-events source-identifier"] = "aws_rds_cluster",
        ["rds source-db-cluster-identifier"] = "aws_rds_cluster",
        ["secret-id"] = "aws_secretsmanager_secret",
        ["services"] = "aws_ecs_service",
        ["service"] = "aws_ecs_service",
        ["ssm name"] = "aws_ssm_parameter",
        ["state-machine-arn"] = "aws_sfn_state_machine",
        ["table-name"] = "aws_dynamodb_table",
        ["task-definition"] = "aws_ecs_task_definition",
        ["topic-arn"] = "aws_sns_topic",
    };

    /// <summary>What names nothing of the platform, or is judged as every word is: by the names in it that end as the platform's do.</summary>
    private static readonly HashSet<string> Free =
    [
        "alarm-name-prefix", "attribute-definitions", "attribute-names", "billing-mode", "cli-binary-format", "cli-input-json", "cli-read-timeout",
        "consistent-read", "db-cluster-parameter-group-name", "desired-status", "desired-value", "dimensions", "disabled", "duration", "enabled",
        "end-time", "environment", "event-end-time", "event-start-time", "expression-attribute-names", "expression-attribute-values",
        "filter-pattern", "follow", "force-new-deployment", "input", "key", "key-condition-expression", "key-schema", "kms-key-id", "limit",
        "max-items", "max-number-of-messages", "message-attribute-names", "metadata-directive", "metric-name", "min-capacity", "names", "namespace",
        "no-disabled", "notification-endpoint", "output", "parameters", "password-stdin", "path", "payload", "period", "prefix", "protocol", "query", "quota-code",
        "recursive", "region", "replica-updates", "reserved-concurrent-executions", "resource-id", "resource-ids", "restore-to-time", "reverse-order",
        "scalable-dimension", "scan-index-forward", "service-code", "service-namespace", "since", "source-type", "start-time", "state-value",
        "statistics", "status", "status-filter", "storage-class", "value", "visibility-timeout", "warm-throughput",
        // What another command has answered, or the reader finds out.
        "event-source-arn", "health-check-id", "queue-url", "source-arn", "destination-arn", "rest-api-id", "target-group-arn", "vpc-security-group-ids", "certificate-arn",
        "iam-role-arn", "resource-arn", "uuid", "hosted-zone-id", "task-definitions", "tasks", "automation-execution-id", "target-db-cluster-identifier",
        // What a command makes, and names as it likes.
        "name", "replay-name", "destination",
    ];

    /// <summary>Made by the reader, by these very commands.</summary>
    private static readonly string[] Made = ["books-as-it-was", "ledger"];

    /// <summary>Services that are asked in one region, wherever what they know of is.</summary>
    private static readonly Dictionary<string, string> AskedIn = new() { ["route53"] = "us-east-1" };

    /// <summary>Where AWS measures what, by which dimensions.</summary>
    private static readonly Dictionary<string, (string[] Dimensions, string[] Metrics)> OfAws = new()
    {
        ["AWS/ApiGateway"] = (["ApiName", "Stage"], ["Count", "4XXError", "5XXError", "Latency", "IntegrationLatency"]),
        ["AWS/ApplicationELB"] = (
            ["LoadBalancer", "TargetGroup"],
            ["RequestCount", "HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count", "HealthyHostCount", "UnHealthyHostCount", "TargetResponseTime"]),
        ["AWS/DynamoDB"] = (
            ["TableName", "ReceivingRegion", "Operation"],
            ["ReadThrottleEvents", "WriteThrottleEvents", "ReplicationLatency", "ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits", "SystemErrors"]),
        ["AWS/Events"] = (["RuleName", "EventBusName"], ["FailedInvocations", "InvocationsSentToDlq", "TriggeredRules"]),
        ["AWS/EventBridge/Pipes"] = (["PipeName"], ["Invocations", "ExecutionFailed", "ExecutionThrottled"]),
        ["AWS/Lambda"] = (["FunctionName"], ["Invocations", "Errors", "Throttles", "Duration", "ConcurrentExecutions"]),
        ["AWS/RDS"] = (["DBClusterIdentifier"], ["AuroraGlobalDBReplicationLag", "AuroraGlobalDBRPOLag", "CPUUtilization", "DatabaseConnections"]),
        ["AWS/S3"] = (["SourceBucket", "DestinationBucket", "RuleId"], ["ReplicationLatency", "OperationsFailedReplication", "OperationsPendingReplication"]),
        ["AWS/SQS"] = (["QueueName"], ["ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"]),
        ["AWS/States"] = (["StateMachineArn"], ["ExecutionsStarted", "ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted"]),
        ["ECS/ContainerInsights"] = (["ClusterName", "ServiceName"], ["RunningTaskCount", "DesiredTaskCount"]),
    };

    public IEnumerable<string> FaultsOf(AwsCall call) =>
    [
        .. call.Command.Words.Where(word => word.StartsWith("--", StringComparison.Ordinal)).Select(word => word[2..])
            .Where(argument => TypeOf(call, argument) is null && !Free.Contains(argument))
            .Select(argument => $"nobody says whether --{argument} of '{call.Name}' names something ({nameof(NameRules)})"),
        .. call.Values.SelectMany(value => FaultsOfValue(call, value.Argument, Here(value.Word))),
        .. FaultsOfMetric(call),
    ];

    /// <summary>What a word says in the environment of the tests.</summary>
    public string Here(string word) => Environment.Aggregate(
        word, (text, each) => Regex.Replace(text, $@"(?<![a-z0-9]){Regex.Escape(each.InDocuments)}(?![a-z0-9])", each.Here(things)));

    private IEnumerable<string> FaultsOfValue(AwsCall call, string? argument, string value) =>
    [
        .. TypeOf(call, argument) is { } type && !IsToldLater(value) && !things.Has(type, LastName(type, argument, value)) && !Made.Contains(value)
            ? [$"there is no {type} '{value}'"]
            : Array.Empty<string>(),
        .. call.Service == "ssm" && argument == "path" && !things.HasBelow("aws_ssm_parameter", value) ? [$"no parameter stands below '{value}'"] : Array.Empty<string>(),
        .. NamesIn(value).Where(name => !IsThere(name)).Select(name => $"nothing is called '{name}'"),
        .. NamesIn(value).Select(name => Role().Match(name)).Where(role => role.Success).Select(role => things.RegionOf(role.Groups[1].Value))
            .Where(region => argument is not ("query" or "target-db-cluster-identifier" or "db-cluster-identifier" or "dimensions") && !IsAskedIn(call, region))
            .Select(region => $"'{value}' is in {region}, and {call.Region} is asked"),
        .. Arn().Match(value) is { Success: true } arn && arn.Groups["region"].Value is { Length: > 0 } named && call.Region is { } asked && Here(asked) != named
            ? [$"'{value}' is of another region than {asked}"]
            : Array.Empty<string>(),
        .. Arn().Match(value) is { Success: true } owned && owned.Groups["account"].Value is { Length: > 0 } account && account != DeployedThings.Account
            ? [$"'{value}' is of another account"]
            : Array.Empty<string>(),
    ];

    /// <summary>The type of what an argument names; null where it names nothing.</summary>
    private static string? TypeOf(AwsCall call, string? argument) =>
        argument is null ? null
        // An execution has a name of its own.
        : call.Name == "stepfunctions start-execution" && argument == "name" ? null
        : Naming.GetValueOrDefault($"{call.Name} {argument}") ?? Naming.GetValueOrDefault($"{call.Service} {argument}") ?? Naming.GetValueOrDefault(argument);

    private bool IsAskedIn(AwsCall call, string region) => call.Region is not { } asked || Here(asked) == region || AskedIn.GetValueOrDefault(call.Service) == asked;

    private bool IsThere(string name) => things.Has(name) || metrics.Contains(name)
        || (name.Contains('/', StringComparison.Ordinal) && name.Split('/').All(part => !part.EndsWith($"-{things.Suffix}", StringComparison.Ordinal) || things.Has(part)));

    private IEnumerable<string> NamesIn(string value) => Regex.Matches(value, $@"[A-Za-z0-9/][A-Za-z0-9./_-]*-{Regex.Escape(things.Suffix)}(?![A-Za-z0-9-])")
        .Select(match => match.Value);

    private static string LastName(string type, string? argument, string value) =>
        argument == "execution-arn" ? value.Split(':')[^2] : type == "aws_cloudwatch_log_group" ? value : value.Split(':')[^1];

    private static bool IsToldLater(string value) =>
        value.Contains(DocumentShell.Answer, StringComparison.Ordinal) || value.Contains(DocumentShell.Readers, StringComparison.Ordinal) || value == "/dev/stdout";

    private IEnumerable<string> FaultsOfMetric(AwsCall call)
    {
        if (call.Service != "cloudwatch" || call.ValueOf("namespace") is not { } written || call.ValueOf("metric-name") is not { } metric)
        {
            return [];
        }

        var (space, name) = (Here(written), Here(metric));
        var dimensions = call.Values.Where(value => value.Argument == "dimensions").Select(value => Dimension().Match(value.Word)).ToArray();
        return (space.StartsWith("PaymentDr/", StringComparison.Ordinal) && things.IsRead(space, name)) || (space == $"PaymentDr/{things.Suffix}" && metrics.Contains(name)) ? []
            : space.StartsWith($"PaymentDr/{things.Suffix}", StringComparison.Ordinal) ? [$"nobody measures '{name}' in {space}"]
            : !OfAws.TryGetValue(space, out var known) ? [$"there is no namespace '{space}'"]
            :
            [
                .. known.Metrics.Contains(name) ? Array.Empty<string>() : [$"{space} has no metric '{name}' ({nameof(NameRules)})"],
                .. dimensions.Length == 0 ? [$"'{name}' has dimensions, and none is named"] : Array.Empty<string>(),
                .. dimensions.Where(dimension => !known.Dimensions.Contains(dimension.Groups[1].Value)).Select(dimension => $"{space} has no dimension '{dimension.Value}'"),
            ];
    }

    [GeneratedRegex("-(primary|secondary)(?:-|/|$)")]
    private static partial Regex Role();

    [GeneratedRegex("^arn:aws:[a-z]+:(?<region>[a-z0-9-]*):(?<account>[0-9]*):")]
    private static partial Regex Arn();

    [GeneratedRegex("^Name=([A-Za-z]+),Value=.+")]
    private static partial Regex Dimension();
}
