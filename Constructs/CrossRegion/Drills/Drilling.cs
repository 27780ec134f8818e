using System.Text.Json.Nodes;

namespace PaymentDr;

public sealed record DrillingInputs
{
    public required FunctionSite Site { get; init; }

    /// <summary>By which the drill's name comes in.</summary>
    public required FrontDoorNames Door { get; init; }

    /// <summary>The name that only drills use.</summary>
    public required string Name { get; init; }

    public required ReplicatedLogin Key { get; init; }

    public required DataBucket Audit { get; init; }

    public required AlertTopic Alerts { get; init; }

    public required DrillPlan Plan { get; init; }

    /// <summary>All that a drill needs.</summary>
    public required IReadOnlyList<ITerraformDependable> After { get; init; }
}

/// <summary>The rehearsal of a failover: by a name and a switch that no customer uses. It may publish that switch, and change nothing else of what leads traffic.</summary>
public sealed class Drilling : RegionalConstruct
{
    /// <summary>Under which evidence lies in the audit bucket.</summary>
    private const string Folder = "drills";

    private readonly DrillingInputs _inputs;

    public Drilling(DrillingInputs inputs) : base(inputs.Site.Region, "drilling")
    {
        _inputs = inputs;
        Function = BuildFunction();
        var document = new DrillDocument(this, Function.Function);
        if (inputs.Plan.Schedule is { } expression)
        {
            _ = new DrillSchedule(document, expression, inputs.After);
        }
    }

    public RegionFunction Function { get; }

    private RegionFunction BuildFunction()
    {
        string[] workflows = [RecoveryWorkflow.ArnOf(Region, FailoverWorkflow.Purpose), RecoveryWorkflow.ArnOf(Region, FailbackWorkflow.Purpose)];
        return new(this, _inputs.Site, new()
        {
            Name = "drill",
            Description = "Steps of a drill of the failover, asked for by its document",
            Seconds = 285,
            Megabytes = 512,
            Concurrency = FunctionSettings.PerSchedule,
            Variables = _inputs.Site.Variables(
                ("DRILL", Settings()),
                ("DRILL_METRIC_NAMESPACE", TrafficSwitch.NamespaceOf(Region, TrafficSwitch.Drill)),
                ("DRILL_SWITCH_METRIC", TrafficSwitch.MetricOf(Region, TrafficSwitch.Drill)),
                ("FAILOVER_WORKFLOW_ARN", workflows[0]),
                ("FAILBACK_WORKFLOW_ARN", workflows[1]),
                ("AUDIT_BUCKET", _inputs.Audit.Bucket.Id),
                ("ALERT_TOPIC_ARN", _inputs.Alerts.Topic.Arn)),
            Statements =
            [
                .. _inputs.Site.Ledger.AddIn(Region),
                .. ReplicatedLogin.Read((_inputs.Key, [Region])),
                .. _inputs.Audit.PutUnder(Folder),
                .. _inputs.Alerts.Tell(),
                new() { Sid = "SeeRuns", Actions = ["states:ListExecutions"], Resources = workflows },
                TrafficSwitch.Publish(Region, TrafficSwitch.Drill),
            ],
        });
    }

    /// <summary>As the function reads it: names of regions, and the drill's. None that customers use.</summary>
    private string Settings() => new JsonObject
    {
        ["door"] = $"https://{_inputs.Name}",
        ["homeDoor"] = $"https://{_inputs.Door.Regional[_inputs.Site.Peer]}",
        ["awayDoor"] = $"https://{_inputs.Door.Regional[Region]}",
        ["keySecret"] = _inputs.Key.Arns[Region],
        ["objectiveSeconds"] = _inputs.Plan.ObjectiveSeconds,
    }.ToJsonString();
}
