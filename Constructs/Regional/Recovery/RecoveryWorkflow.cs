using System.Text.Json.Nodes;
using HashiCorp.Cdktf.Providers.Aws.SfnStateMachine;

namespace PaymentDr;

public sealed record RecoveryWorkflowInputs
{
    public required string Purpose { get; init; }

    public required JsonObject Definition { get; init; }

    public required EncryptionKey LogKey { get; init; }

    /// <summary>What it may do besides writing its log and its traces.</summary>
    public required IReadOnlyList<PolicyStatement> Statements { get; init; }
}

/// <summary>A state machine, with its log and with a role of its own. Its runs are kept by name for 90 days, and none is started twice.</summary>
public sealed class RecoveryWorkflow : RegionalConstruct
{
    public RecoveryWorkflow(RegionalConstruct parent, RecoveryWorkflowInputs inputs) : base(parent, inputs.Purpose)
    {
        Purpose = inputs.Purpose;
        // All groups that begin so count as one where AWS counts who may write to groups.
        var log = LogGroup.Declare(this, "log", $"/aws/vendedlogs/states/{Region.NameFor("logs", inputs.Purpose)}", inputs.LogKey);
        var role = new ServiceRole(this, new ServiceRoleInputs
        {
            Purpose = $"workflow-{inputs.Purpose}",
            Service = "states.amazonaws.com",
            ServiceNamesAccount = true,
            Statements = [DeliverLog(), Trace(), .. inputs.Statements],
        });
        Machine = new SfnStateMachine(this, "machine", new SfnStateMachineConfig
        {
            Provider = Region.Provider,
            Name = NameOf(Region, inputs.Purpose),
            Type = "STANDARD",
            RoleArn = role.Role.Arn,
            Definition = inputs.Definition.ToJsonString(),
            LoggingConfiguration = new SfnStateMachineLoggingConfiguration { Level = "ALL", IncludeExecutionData = true, LogDestination = $"{log.Arn}:*" },
            TracingConfiguration = new SfnStateMachineTracingConfiguration { Enabled = true },
            DependsOn = [.. role.Permissions],
        });
    }

    public string Purpose { get; }

    public SfnStateMachine Machine { get; }

    public static string NameOf(Region region, string purpose) => region.NameFor("workflow", purpose);

    /// <summary>For what is asked by a workflow and asks for it.</summary>
    public static string ArnOf(Region region, string purpose) => $"arn:aws:states:{region.Code}:{region.AccountId}:stateMachine:{NameOf(region, purpose)}";

    /// <summary>CloudWatch Logs knows no single deliveries to allow.</summary>
    private static PolicyStatement DeliverLog() => new()
    {
        Sid = "DeliverLog",
        Actions =
        [
            "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies", "logs:GetLogDelivery", "logs:ListLogDeliveries",
            "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
        ],
        Resources = ["*"],
    };

    /// <summary>Nor X-Ray single traces.</summary>
    private static PolicyStatement Trace() => new()
    {
        Sid = "WriteTraces",
        Actions = ["xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"],
        Resources = ["*"],
    };
}
