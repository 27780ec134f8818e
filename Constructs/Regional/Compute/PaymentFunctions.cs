namespace PaymentDr;

public sealed record PaymentFunctionsInputs
{
    public required FunctionSite Site { get; init; }

    public required Network Network { get; init; }

    public required GlobalDatabase Books { get; init; }

    public required SettlementQueues Queues { get; init; }

    public required DataBucket Audit { get; init; }

    /// <summary>By which the books have the schema that this build needs.</summary>
    public required ITerraformDependable Migration { get; init; }

    public required RegionEvents Events { get; init; }
}

/// <summary>What takes payments on, settles them, and compares the one with the other.</summary>
public sealed class PaymentFunctions : RegionalConstruct
{
    /// <summary>The books may take 45 s of it for a statement.</summary>
    public const int ProcessSeconds = 60;

    private const int Megabytes = 1024;
    private const int AuthorizeMegabytes = 512;

    private readonly PaymentFunctionsInputs _inputs;

    public PaymentFunctions(PaymentFunctionsInputs inputs) : base(inputs.Site.Region, "payments")
    {
        _inputs = inputs;
        Authorize = BuildAuthorize();
        Validate = BuildValidate("validate", "Takes payments on, and tells of them", Site.Settings.Validate, Site.Ledger.AddEverywhere(Region));
        Health = BuildValidate("health", "Tells whether payments can be taken on", FunctionSettings.Health, Site.Ledger.ProveIn(Region));
        Process = BuildProcess();
        Reconcile = BuildReconcile();
    }

    public RegionFunction Authorize { get; }

    public RegionFunction Validate { get; }

    /// <summary>The same function once more, for those who ask how the region is: no rush of payments takes its place.</summary>
    public RegionFunction Health { get; }

    public RegionFunction Process { get; }

    public RegionFunction Reconcile { get; }

    private FunctionSite Site => _inputs.Site;

    private (string, string)[] Books =>
    [
        ("BOOKS_CLUSTER_ARN", _inputs.Books.Clusters[Region].Cluster.Arn),
        ("BOOKS_DATABASE", _inputs.Books.Database.DatabaseName),
        ("BOOKS_SECRET_ARN", _inputs.Books.App.Arns[Region]),
    ];

    private (string, string) Bus => ("EVENT_BUS", _inputs.Events.Bus.Name);

    private RegionFunction BuildAuthorize() => new(this, Site, new()
    {
        Name = "authorize",
        Description = "Whose key a request bears",
        // API Gateway waits for 10 s.
        Seconds = 8,
        Megabytes = AuthorizeMegabytes,
        Concurrency = Site.Settings.Authorize,
        Variables = Site.Variables(Site.KeysPath),
        Statements = Site.ReadKeys(),
    });

    private RegionFunction BuildValidate(string name, string description, int concurrency, IReadOnlyList<PolicyStatement> statements) => new(this, Site, new()
    {
        Name = name,
        Handler = "validate",
        Description = description,
        // With the longest budget that the settings allow: 4 s for the local ledger, and 6 s for each of two questions to the other one.
        Seconds = 20,
        Megabytes = Megabytes,
        Concurrency = concurrency,
        Network = _inputs.Network,
        Variables = Site.Variables(("BUILD", Site.Code.Build), ("ON_PEER_LOSS", $"{Site.Policy.OnPeerLoss}"), Site.PeerBudget),
        Statements = statements,
    });

    private RegionFunction BuildProcess() => new(this, Site, new()
    {
        Name = "process",
        Description = "Settles what was accepted for this region's books",
        Seconds = ProcessSeconds,
        Megabytes = Megabytes,
        Concurrency = Site.Settings.Process,
        Network = _inputs.Network,
        After = [_inputs.Migration],
        Variables = Site.Variables([.. Books, Site.PeerBudget, ("DEAD_LETTER_QUEUE_URL", _inputs.Queues.Dead.Queue.Url), Bus]),
        Statements =
        [
            .. Site.Ledger.AddEverywhere(Region), .. _inputs.Books.UseIn(Region), .. _inputs.Queues.Payments.Receive(), .. MessageQueue.Send(_inputs.Queues.Dead),
            _inputs.Events.Put(),
        ],
    });

    private RegionFunction BuildReconcile()
    {
        var function = new RegionFunction(this, Site, new()
        {
            Name = "reconcile",
            Description = "Compares ledger and books, and settles what did not come through",
            Seconds = 300,
            Megabytes = Megabytes,
            Concurrency = FunctionSettings.Reconcile,
            After = [_inputs.Migration],
            Variables = Site.Variables([.. Books, Site.PeerBudget, ("AUDIT_BUCKET", _inputs.Audit.Bucket.Id), Bus]),
            Statements =
            [
                .. Site.Ledger.AddEverywhere(Region), Site.Ledger.SearchIn(Region), .. _inputs.Books.UseIn(Region), .. _inputs.Audit.PutUnder("certificates"),
                _inputs.Events.Put(),
            ],
        });
        _ = new Schedule(
            function,
            new() { Purpose = "reconcile", Description = "What was accepted lately", Expression = "rate(5 minutes)" },
            // 36 turns a day: each takes one of the last 35 days.
            new() { Purpose = "reconcile-deep", Description = "One of the last 35 days", Expression = "rate(40 minutes)", Input = """{"scope":"deep","certificate":true}""" });
        return function;
    }
}
