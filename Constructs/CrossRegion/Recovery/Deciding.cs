namespace PaymentDr;

public sealed record DecidingInputs
{
    public required FunctionSite Site { get; init; }

    public required GlobalDatabase Books { get; init; }

    /// <summary>What this region's door runs, to be compared with what the other's says of itself.</summary>
    public required string Build { get; init; }

    /// <summary>All that must be there before anything is decided, and still be there while anything may be.</summary>
    public required IReadOnlyList<ITerraformDependable> After { get; init; }
}

/// <summary>Whether the secondary has to take over, asked every minute: what was refused a minute ago is asked again.</summary>
public sealed class Deciding : RegionalConstruct
{
    public Deciding(DecidingInputs inputs) : base(inputs.Site.Region, "deciding")
    {
        string[] workflows = [RecoveryWorkflow.ArnOf(Region, FailoverWorkflow.Purpose), RecoveryWorkflow.ArnOf(Region, FailbackWorkflow.Purpose)];
        Function = new RegionFunction(this, inputs.Site, new()
        {
            Name = "decide",
            Description = "Whether the region that takes over has to",
            Seconds = 30,
            Megabytes = 512,
            Concurrency = FunctionSettings.PerSchedule,
            Variables = inputs.Site.Variables(
                ("BUILD", inputs.Build),
                ("FAILOVER_WORKFLOW_ARN", workflows[0]),
                ("FAILBACK_WORKFLOW_ARN", workflows[1]),
                ("BOOKS_CLUSTER", inputs.Books.Clusters[Region].Cluster.ClusterIdentifier)),
            Statements =
            [
                .. inputs.Site.Ledger.AddIn(Region),
                new() { Sid = "SeeRuns", Actions = ["states:ListExecutions"], Resources = workflows },
                new() { Sid = "StartFailover", Actions = ["states:StartExecution"], Resources = [workflows[0]] },
                new() { Sid = "ReadMetrics", Actions = ["cloudwatch:GetMetricStatistics"], Resources = ["*"] },
            ],
        });
        // The first thing to go when the platform is removed: what is half gone looks lost.
        _ = new Schedule(Function, new ScheduleInputs { Purpose = "decide", Description = "Whether to take over", Expression = "rate(1 minute)", After = inputs.After });
    }

    public RegionFunction Function { get; }
}
