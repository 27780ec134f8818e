namespace PaymentDr;

public sealed record GivingBackInputs
{
    public required FunctionSite Site { get; init; }

    public required FunctionSite HomeSite { get; init; }

    public required PaymentFunctions Payments { get; init; }

    public required PaymentFunctions HomePayments { get; init; }

    public required Takeover Here { get; init; }

    public required Takeover Home { get; init; }

    public required GlobalDatabase Books { get; init; }

    public required AlertTopic Alerts { get; init; }

    public required IReadOnlyList<FrontDoorNames> Doors { get; init; }

    public required ReplicatedLogin DrillKey { get; init; }

    /// <summary>The service here, and how many tasks it has at least where customers are not; null where none runs.</summary>
    public required (ServiceSize Size, int Fewest)? Service { get; init; }
}

/// <summary>By which the secondary gives everything back: the one part of recovery that needs both regions.</summary>
public sealed class GivingBack : RegionalConstruct
{
    private readonly GivingBackInputs _inputs;

    public GivingBack(GivingBackInputs inputs) : base(inputs.Site.Region, "giving-back")
    {
        _inputs = inputs;
        Function = BuildFunction();
        BuildRoleAtHome(Function);
        Failback = new FailbackWorkflow(this, new FailbackWorkflowInputs
        {
            Alerts = inputs.Alerts,
            LogKey = inputs.Site.Keys.Logs,
            Recover = inputs.Here.Recover.Function,
            Reconcile = inputs.Payments.Reconcile.Function,
            GiveBack = Function.Function,
            Service = inputs.Service,
        }).Workflow;
    }

    public RegionFunction Function { get; }

    public RecoveryWorkflow Failback { get; }

    private Region Home => _inputs.HomeSite.Region;

    /// <summary>By its name: it names the function's role, which needs to be allowed to assume it.</summary>
    private string RoleAtHome => $"arn:aws:iam::{Home.AccountId}:role/{Home.NameFor("role", "recovery")}";

    private RegionFunction BuildFunction() => new(this, _inputs.Site, new()
    {
        Name = "give-back",
        Description = "Steps of the return that need both regions, asked for by the workflow",
        Seconds = 180,
        Megabytes = 512,
        Concurrency = FunctionSettings.PerSchedule,
        Variables = _inputs.Site.Variables(
            ("GLOBAL_DATABASE", _inputs.Books.Database.Id),
            ("DOORS", Takeover.Addresses(_inputs.Doors.Select(door => door.Regional[Home]), _inputs.DrillKey.Arns[Region])),
            ("FAILOVER_WORKFLOW_ARN", RecoveryWorkflow.ArnOf(Region, FailoverWorkflow.Purpose)),
            ("FAILBACK_WORKFLOW_ARN", RecoveryWorkflow.ArnOf(Region, FailbackWorkflow.Purpose)),
            ("RECOVERY_ROLE_ARN", RoleAtHome),
            ("PEER_RECOVER_FUNCTION", _inputs.Home.Recover.Function.FunctionName),
            ("PEER_RECONCILE_FUNCTION", _inputs.HomePayments.Reconcile.Function.FunctionName),
            ("PEER_BOOKS_CLUSTER", _inputs.Books.Clusters[Home].Cluster.ClusterIdentifier),
            _inputs.Site.PeerBudget),
        Statements =
        [
            .. _inputs.Site.Ledger.AddEverywhere(Region),
            .. ReplicatedLogin.Read((_inputs.DrillKey, [Region])),
            _inputs.Books.FindWriter(),
            _inputs.Books.SwitchOverTo(Home),
            new()
            {
                Sid = "SeeRuns",
                Actions = ["states:ListExecutions"],
                Resources = [RecoveryWorkflow.ArnOf(Region, FailoverWorkflow.Purpose), RecoveryWorkflow.ArnOf(Region, FailbackWorkflow.Purpose)],
            },
            new() { Sid = "ActAtHome", Actions = ["sts:AssumeRole"], Resources = [RoleAtHome] },
        ],
    });

    /// <summary>What the return needs of the primary, and nobody else: nothing that takes over crosses regions.</summary>
    private void BuildRoleAtHome(RegionFunction caller) => _ = new ServiceRole(
        new Side(Home),
        new ServiceRoleInputs
        {
            Purpose = "recovery",
            Caller = caller.Role,
            Statements =
            [
                new()
                {
                    Sid = "AskFunctions",
                    Actions = ["lambda:InvokeFunction"],
                    Resources = [_inputs.Home.Recover.Function.Arn, _inputs.HomePayments.Reconcile.Function.Arn],
                },
                _inputs.Books.SwitchOverTo(Region),
                new() { Sid = "ReadMetrics", Actions = ["cloudwatch:GetMetricStatistics"], Resources = ["*"] },
            ],
        });

    private sealed class Side(Region home) : RegionalConstruct(home, "return");
}
