using System.Text.Json.Nodes;

namespace PaymentDr;

public sealed record TakeoverInputs
{
    public required FunctionSite Site { get; init; }

    public required PaymentFunctions Payments { get; init; }

    public required GlobalDatabase Books { get; init; }

    public required AlertTopic Alerts { get; init; }

    public required IReadOnlyList<FrontDoorNames> Doors { get; init; }

    public required ReplicatedLogin DrillKey { get; init; }

    /// <summary>The service, and how many tasks it has at least where customers are; null where none runs.</summary>
    public required (ServiceSize Size, int Fewest)? Service { get; init; }
}

/// <summary>By which a region takes over, with nothing of the other one; and what says so as long as nobody could take over from it.</summary>
public sealed class Takeover : RegionalConstruct
{
    private const int Megabytes = 512;

    private readonly TakeoverInputs _inputs;

    public Takeover(TakeoverInputs inputs) : base(inputs.Site.Region, "takeover")
    {
        _inputs = inputs;
        Recover = BuildRecover();
        Remind = BuildRemind();
        Failover = new FailoverWorkflow(this, new FailoverWorkflowInputs
        {
            Books = inputs.Books,
            Alerts = inputs.Alerts,
            LogKey = inputs.Site.Keys.Logs,
            Recover = Recover.Function,
            Reconcile = inputs.Payments.Reconcile.Function,
            Service = inputs.Service,
        }).Workflow;
    }

    public RegionFunction Recover { get; }

    public RegionFunction Remind { get; }

    public RecoveryWorkflow Failover { get; }

    private FunctionSite Site => _inputs.Site;

    /// <summary>As recovery's functions read it.</summary>
    public static string Addresses(IEnumerable<string> names, string keySecret) => new JsonObject
    {
        ["doors"] = new JsonArray([.. names.Select(name => $"https://{name}")]),
        ["keySecret"] = keySecret,
    }.ToJsonString();

    private RegionFunction BuildRecover() => new(this, Site, new()
    {
        Name = "recover",
        Description = "Steps of taking over, asked for by workflows",
        Seconds = 30,
        Megabytes = Megabytes,
        Concurrency = FunctionSettings.PerSchedule,
        Variables = Site.Variables(
            ("GLOBAL_DATABASE", _inputs.Books.Database.Id),
            ("BOOKS_CLUSTER_ARN", _inputs.Books.Clusters[Region].Cluster.Arn),
            ("BOOKS_SECRET_ARN", _inputs.Books.App.Arns[Region]),
            ("BOOKS_DATABASE", _inputs.Books.Database.DatabaseName),
            ("DOORS", Addresses(_inputs.Doors.Select(door => door.Customers), _inputs.DrillKey.Arns[Region])),
            ("SWITCH_METRIC", TrafficSwitch.MetricOf(Region, TrafficSwitch.Traffic))),
        Statements =
        [
            .. Site.Ledger.AddIn(Region),
            _inputs.Books.AskIn(Region),
            .. ReplicatedLogin.Read((_inputs.Books.App, [Region]), (_inputs.DrillKey, [Region])),
            _inputs.Books.FindWriter(),
            TrafficSwitch.Publish(Region, TrafficSwitch.Traffic),
        ],
    });

    private RegionFunction BuildRemind()
    {
        var function = new RegionFunction(this, Site, new()
        {
            Name = "remind",
            Description = "Says every hour that the next loss could not be survived, while it is so",
            Seconds = 30,
            Megabytes = Megabytes,
            Concurrency = FunctionSettings.PerSchedule,
            Variables = Site.Variables(("ALERT_TOPIC_ARN", _inputs.Alerts.Topic.Arn)),
            Statements = [.. Site.Ledger.ReadIn(Region), .. _inputs.Alerts.Tell()],
        });
        _ = new Schedule(function, new ScheduleInputs { Purpose = "remind", Description = "Whether the platform is protected", Expression = "rate(1 hour)" });
        return function;
    }
}
