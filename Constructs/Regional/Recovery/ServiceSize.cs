using System.Text.Json.Nodes;

namespace PaymentDr;

/// <summary>How many tasks a region's service has at least: more where customers are, and recovery's to change.</summary>
/// <param name="Door">With tasks.</param>
public sealed record ServiceSize(PayDoor Door)
{
    private const string Dimension = "ecs:service:DesiredCount";

    public TaskState Set(RecoverySteps steps, string name, int fewest, string? onFailure = null) => steps.Call(name, "applicationautoscaling", "registerScalableTarget", new JsonObject
    {
        ["ServiceNamespace"] = "ecs",
        ["ScalableDimension"] = Dimension,
        ["ResourceId"] = Door.Scaling!.ResourceId,
        ["MinCapacity"] = fewest,
    }, onFailure);

    /// <summary>Application Auto Scaling looks whether the caller may change what it scales.</summary>
    public IReadOnlyList<PolicyStatement> Change() =>
    [
        new()
        {
            Sid = "SizeService",
            Actions = ["application-autoscaling:RegisterScalableTarget"],
            Resources = [Door.Scaling!.Arn],
        },
        new()
        {
            Sid = "ReachService",
            Actions = ["ecs:DescribeServices", "ecs:UpdateService"],
            Resources = [Door.Tasks!.Service.Id],
        },
    ];
}
