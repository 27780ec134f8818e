using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Web;

namespace PaymentDr.Tests.Permissions;

/// <summary>A request to AWS on its way: what it asks for, in the words of IAM. A request that nobody has translated is refused.</summary>
internal sealed partial class AwsRequestReader
{
    private static readonly Dictionary<string, string> DataApiOperations = new()
    {
        ["BeginTransaction"] = "BeginTransaction",
        ["CommitTransaction"] = "CommitTransaction",
        ["Execute"] = "ExecuteStatement",
        ["RollbackTransaction"] = "RollbackTransaction",
    };

    private readonly Caller _by;
    private readonly string _region;
    private readonly string _operation;
    private readonly string _body;
    private readonly JsonNode _input;
    private readonly Uri _address;

    private AwsRequestReader(Caller by, string region, string operation, string body, Uri address)
    {
        (_by, _region, _operation, _body, _address) = (by, region, operation, body, address);
        _input = body.StartsWith('{') ? JsonNode.Parse(body)! : new JsonObject();
    }

    /// <summary>As the signature names it: region and service.</summary>
    public static (string Region, string Service) ScopeOf(string authorization) =>
        Scope().Match(authorization) is { Success: true } scope
            ? (scope.Groups[1].Value, scope.Groups[2].Value)
            : throw new NotSupportedException($"A request without a signature: {authorization}");

    /// <summary>By which it is signed.</summary>
    public static string KeyOf(string authorization) => Key().Match(authorization).Groups[1].Value;

    /// <exception cref="NotSupportedException">Nobody has said what such a request needs.</exception>
    public static IReadOnlyList<Call> Read(Caller by, string authorization, string method, Uri address, string? target, string body)
    {
        var (region, service) = ScopeOf(authorization);
        var operation = target?.Split('.')[^1] ?? HttpUtility.ParseQueryString(body)["Action"] ?? method;
        return [.. new AwsRequestReader(by, region, operation, body, address).Of(service)];
    }

    private IEnumerable<Call> Of(string service) => service switch
    {
        "dynamodb" => OfLedger(),
        "ssm" when _operation == "GetParameter" => [Asks("ssm:GetParameter", Arn("ssm", $"parameter{_input["Name"]}"))],
        "secretsmanager" => [Asks($"secretsmanager:{_operation}", (string)_input["SecretId"]!)],
        "sqs" when _operation == "SendMessage" => [Asks("sqs:SendMessage", Arn("sqs", ((string)_input["QueueUrl"]!).Split('/')[^1]))],
        "events" when _operation == "PutEvents" => _input["Entries"]!.AsArray().Select(entry => Asks("events:PutEvents", Arn("events", $"event-bus/{entry!["EventBusName"]}"))),
        "monitoring" when _operation == "PutMetricData" => [Asks("cloudwatch:PutMetricData", "*").With("cloudwatch:namespace", (string)_input["Namespace"]!)],
        "monitoring" => [Asks($"cloudwatch:{_operation}", "*")],
        "states" => [Asks($"states:{_operation}", (string)_input["stateMachineArn"]!)],
        // The Data API reads the login in the caller's name.
        "rds-data" =>
        [
            Asks($"rds-data:{DataApiOperations[_address.Segments[^1]]}", (string)_input["resourceArn"]!),
            Asks("secretsmanager:GetSecretValue", (string)_input["secretArn"]!),
        ],
        "rds" when _operation == "DescribeGlobalClusters" =>
            [Asks("rds:DescribeGlobalClusters", $"arn:aws:rds::{Arns.Account}:global-cluster:{Field("GlobalClusterIdentifier")}")],
        // The database is judged, and the cluster that is to write.
        "rds" when _operation is "FailoverGlobalCluster" or "SwitchoverGlobalCluster" =>
        [
            Asks($"rds:{_operation}", $"arn:aws:rds::{Arns.Account}:global-cluster:{Field("GlobalClusterIdentifier")}"),
            Asks($"rds:{_operation}", Field("TargetDbClusterIdentifier")),
        ],
        "rds" when _operation == "ModifyDBCluster" => [Asks("rds:ModifyDBCluster", Arn("rds", $"cluster:{Field("DBClusterIdentifier")}"))],
        // A workflow's: what it asks is said by its definition.
        "application-autoscaling" => [],
        "sns" when _operation == "Publish" => [Asks("sns:Publish", Field("TopicArn"))],
        "sts" when _operation == "AssumeRole" => [Asks("sts:AssumeRole", Field("RoleArn"))],
        "s3" when _operation == "PUT" => [Asks("s3:PutObject", $"arn:aws:s3:::{Uri.UnescapeDataString(_address.AbsolutePath).TrimStart('/')}")],
        "backup" when _address.Segments is [_, "backup-vaults/", var vault, "recovery-points/"] =>
            [Asks("backup:ListRecoveryPointsByBackupVault", Arn("backup", $"backup-vault:{vault.TrimEnd('/')}"))],
        "lambda" when _address.Segments is [.., "functions/", var function, "invocations"] => [Asks("lambda:InvokeFunction", Arn("lambda", $"function:{function.TrimEnd('/')}"))],
        _ => throw new NotSupportedException($"{service}: {_operation} {_address.AbsolutePath}"),
    };

    /// <summary>A transaction needs what each of its parts would need alone.</summary>
    private IEnumerable<Call> OfLedger() => _operation switch
    {
        "GetItem" or "PutItem" => [Asks($"dynamodb:{_operation}", Table(_input))],
        "Query" => [Asks("dynamodb:Query", _input["IndexName"] is { } index ? $"{Table(_input)}/index/{index}" : Table(_input))],
        "TransactWriteItems" =>
            from part in _input["TransactItems"]!.AsArray()
            from action in part!.AsObject()
            select Asks(action.Key == "Put" ? "dynamodb:PutItem" : throw new NotSupportedException($"{action.Key} in a transaction"), Table(action.Value!)),
        _ => throw new NotSupportedException($"dynamodb: {_operation}"),
    };

    private string Table(JsonNode input) => Arn("dynamodb", $"table/{input["TableName"]}");

    private string Arn(string service, string name) => $"arn:aws:{service}:{_region}:{Arns.Account}:{name}";

    private string Field(string name) => HttpUtility.ParseQueryString(_body)[name]!;

    private Call Asks(string action, string resource) => new(_by, action, resource);

    [GeneratedRegex("Credential=([^/]+)/")]
    private static partial Regex Key();

    [GeneratedRegex(@"Credential=[^/]+/\d+/([^/]+)/([^/]+)/aws4_request")]
    private static partial Regex Scope();
}
