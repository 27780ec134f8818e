using HashiCorp.Cdktf.Providers.Aws.CloudwatchEventRule;
using HashiCorp.Cdktf.Providers.Aws.CloudwatchEventTarget;
using HashiCorp.Cdktf.Providers.Aws.LambdaFunctionEventInvokeConfig;
using HashiCorp.Cdktf.Providers.Aws.LambdaPermission;

namespace PaymentDr;

public sealed record ScheduleInputs
{
    /// <summary>What happens then; the functions' own name where they do nothing else.</summary>
    public required string Purpose { get; init; }

    public required string Description { get; init; }

    /// <summary>As EventBridge writes it.</summary>
    public required string Expression { get; init; }

    /// <summary>JSON.</summary>
    public string Input { get; init; } = "{}";

    /// <summary>What has to be there before the first time, and stays until the last.</summary>
    public IReadOnlyList<ITerraformDependable> After { get; init; } = [];
}

/// <summary>When a function runs by itself. What comes late is dropped: the next one comes anyway.</summary>
public sealed class Schedule : RegionalConstruct
{
    /// <summary>The shortest that EventBridge and Lambda accept.</summary>
    private const int LateAfterSeconds = 60;

    public Schedule(RegionFunction function, params ScheduleInputs[] times) : base(function, "schedule")
    {
        foreach (var time in times)
        {
            var rule = new CloudwatchEventRule(this, time.Purpose, new CloudwatchEventRuleConfig
            {
                Provider = Region.Provider,
                Name = Region.NameFor("schedule", time.Purpose),
                Description = time.Description,
                ScheduleExpression = time.Expression,
            });
            var permission = new LambdaPermission(this, $"{time.Purpose}-permission", new LambdaPermissionConfig
            {
                Provider = Region.Provider,
                StatementId = $"StartedBy-{time.Purpose}",
                FunctionName = function.Function.FunctionName,
                Action = "lambda:InvokeFunction",
                Principal = "events.amazonaws.com",
                SourceArn = rule.Arn,
            });
            _ = new CloudwatchEventTarget(this, $"{time.Purpose}-target", new CloudwatchEventTargetConfig
            {
                Provider = Region.Provider,
                Rule = rule.Name,
                Arn = function.Function.Arn,
                Input = time.Input,
                RetryPolicy = new CloudwatchEventTargetRetryPolicy { MaximumEventAgeInSeconds = LateAfterSeconds, MaximumRetryAttempts = 0 },
                DependsOn = [permission, .. time.After],
            });
        }

        _ = new LambdaFunctionEventInvokeConfig(this, "late", new LambdaFunctionEventInvokeConfigConfig
        {
            Provider = Region.Provider,
            FunctionName = function.Function.FunctionName,
            MaximumEventAgeInSeconds = LateAfterSeconds,
            MaximumRetryAttempts = 0,
        });
    }
}
