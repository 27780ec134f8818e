using System.Text.Json.Nodes;
using HashiCorp.Cdktf.Providers.Aws.CloudwatchEventRule;
using HashiCorp.Cdktf.Providers.Aws.CloudwatchEventTarget;
using HashiCorp.Cdktf.Providers.Aws.DataAwsIamPolicyDocument;

namespace PaymentDr;

/// <summary>When a drill is held by itself, under a role that may start this document and no other.</summary>
public sealed class DrillSchedule : RegionalConstruct
{
    /// <summary>EventBridge's shortest is 60. A drill of an hour ago disturbs nobody, one that was missed is missed for a month.</summary>
    private const int LateAfterSeconds = 3600;

    private const int Retries = 3;

    /// <param name="expression">As EventBridge writes it.</param>
    /// <param name="after">What a drill needs: the first thing to go when the platform is removed.</param>
    public DrillSchedule(DrillDocument document, string expression, IReadOnlyList<ITerraformDependable> after) : base(document, "schedule")
    {
        var definition = $"arn:aws:ssm:{Region.Code}:{Region.AccountId}:automation-definition/{document.Document.Name}:$DEFAULT";
        var role = new ServiceRole(this, new ServiceRoleInputs
        {
            Purpose = "schedule-drill",
            Service = EncryptionKeys.EventService,
            ServiceNamesAccount = true,
            Statements = [Start(document, definition), Pass(document)],
        });
        var rule = new CloudwatchEventRule(this, "drill", new CloudwatchEventRuleConfig
        {
            Provider = Region.Provider,
            Name = Region.NameFor("schedule", "drill"),
            Description = "A drill of the failover",
            ScheduleExpression = expression,
        });
        _ = new CloudwatchEventTarget(this, "drill-target", new CloudwatchEventTargetConfig
        {
            Provider = Region.Provider,
            Rule = rule.Name,
            Arn = definition,
            RoleArn = role.Role.Arn,
            // Parameters are lists there.
            Input = new JsonObject { [DrillDocument.StartedBy] = new JsonArray("schedule") }.ToJsonString(),
            RetryPolicy = new CloudwatchEventTargetRetryPolicy { MaximumEventAgeInSeconds = LateAfterSeconds, MaximumRetryAttempts = Retries },
            DependsOn = [document.Document, .. role.Permissions, .. after],
        });
    }

    /// <summary>EventBridge's manual names the definition; Systems Manager's names the document and its executions.</summary>
    private PolicyStatement Start(DrillDocument document, string definition) => new()
    {
        Sid = "StartDrill",
        Actions = ["ssm:StartAutomationExecution"],
        Resources =
        [
            definition,
            $"arn:aws:ssm:{Region.Code}:{Region.AccountId}:document/{document.Document.Name}",
            $"arn:aws:ssm:{Region.Code}:{Region.AccountId}:automation-execution/*",
        ],
    };

    private static PolicyStatement Pass(DrillDocument document) => new()
    {
        Sid = "HandOverItsRole",
        Actions = ["iam:PassRole"],
        Resources = [document.Role.Role.Arn],
        Condition = new[] { new DataAwsIamPolicyDocumentStatementCondition { Test = "StringEquals", Variable = "iam:PassedToService", Values = ["ssm.amazonaws.com"] } },
    };
}
