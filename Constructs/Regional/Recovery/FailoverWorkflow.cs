using System.Text.Json.Nodes;
using HashiCorp.Cdktf.Providers.Aws.LambdaFunction;

namespace PaymentDr;

public sealed record FailoverWorkflowInputs
{
    public required GlobalDatabase Books { get; init; }

    public required AlertTopic Alerts { get; init; }

    public required EncryptionKey LogKey { get; init; }

    /// <summary>The function with the steps of taking over.</summary>
    public required LambdaFunction Recover { get; init; }

    public required LambdaFunction Reconcile { get; init; }

    /// <summary>The service, and how many tasks it has at least where customers are; null where none runs.</summary>
    public required (ServiceSize Size, int Fewest)? Service { get; init; }
}

/// <summary>
/// Takes everything over to its own region, of which alone it needs anything. The decision starts it where one is taken; elsewhere people do, when the
/// region that had taken over was lost itself.
/// </summary>
public sealed class FailoverWorkflow
{
    public const string Purpose = "failover";

    private const int LongestSeconds = 900;

    /// <summary>200 s for a promotion where looks are quick, and five minutes where each takes all its time.</summary>
    private static readonly Awaited Promotion = new("WriterElsewhereException", Times: 20, PauseSeconds: 10);

    /// <summary>Until resolvers have forgotten where the name led: its TTL and a minute for the health checks.</summary>
    private static readonly Awaited Resolvers = new("NotServedException", Times: 5, PauseSeconds: 15);

    private readonly Region _region;
    private readonly FailoverWorkflowInputs _inputs;
    private readonly RecoverySteps _steps;

    public FailoverWorkflow(RegionalConstruct parent, FailoverWorkflowInputs inputs)
    {
        (_region, _inputs) = (parent.Region, inputs);
        _steps = new RecoverySteps(Purpose, $"Takes over to the {Naming.Of(_region.Role)}", LongestSeconds, inputs.Alerts);
        Workflow = new RecoveryWorkflow(parent, new RecoveryWorkflowInputs
        {
            Purpose = Purpose,
            Definition = Define(),
            LogKey = inputs.LogKey,
            Statements =
            [
                new() { Sid = "AskFunctions", Actions = ["lambda:InvokeFunction"], Resources = [inputs.Recover.Arn, inputs.Reconcile.Arn] },
                inputs.Books.TakeOverIn(_region),
                .. inputs.Alerts.Tell(),
                .. inputs.Service?.Size.Change() ?? [],
            ],
        });
    }

    public RecoveryWorkflow Workflow { get; }

    /// <summary>
    /// Traffic first, and room for it: accepting needs the ledger alone. Then the books. Nothing is settled under the new reign before its epoch is in
    /// the promoted books, and nothing before statements of the old one have taken effect or ended.
    /// </summary>
    private JsonObject Define()
    {
        var here = _region.Site.ToString();
        _steps.Then(
            new ChoiceState("IsReignNamed", [new Way("BeginReign", Premise.IsKnown("$.epoch"))], Otherwise: "BeginNextReign"),
            Step("BeginReign", new() { ["step"] = "begin-reign", ["epoch.$"] = "$.epoch" }) with { Keeps = TheReign, Then = "IsTrafficToMove" },
            Step("BeginNextReign", new() { ["step"] = "begin-reign" }) with { Keeps = TheReign },
            new ChoiceState("IsTrafficToMove", [new Way("LeadTraffic", MovesTraffic)], Otherwise: "FindWriter"),
            Step("LeadTraffic", new() { ["step"] = "lead-traffic" }));
        if (_inputs.Service is var (size, fewest))
        {
            // Those who are served matter more than how many they are.
            _steps.Then(size.Set(_steps, "GrowService", fewest, onFailure: "FindWriter"));
        }

        _steps.Then(
            Step("FindWriter", new() { ["step"] = "find-writer" }) with { Keeps = Roles },
            new ChoiceState("ArePromoted", [new Way("AwaitWriter", Premise.Is("$.books.areMoving", true)), new Way("AwaitOldStatements", Premise.Is("$.books.writer", here))]),
            _steps.Call("Promote", "rds", "failoverGlobalCluster", new()
            {
                ["GlobalClusterIdentifier"] = _inputs.Books.Database.Id,
                ["TargetDbClusterIdentifier"] = _inputs.Books.Clusters[_region].Cluster.Arn,
                ["AllowDataLoss"] = true,
            }, onFailure: "LookAgain") with
            { Seconds = 20, PauseSeconds = 5 },
            Step("AwaitWriter", new() { ["step"] = "await-writer" }) with { Seconds = 5, Retries = 3, Awaits = Promotion },
            new WaitState("AwaitOldStatements", timestampPath: "$.reign.settleAfter"),
            Step("RaiseBooks", new() { ["step"] = "raise-books", ["epoch.$"] = "$.reign.epoch" }) with { Seconds = 15, Retries = 2, PauseSeconds = 5 },
            // It goes on every five minutes anyway, and nothing waits for it: what the queue brings is settled from here on.
            _steps.Ask("Reconcile", _inputs.Reconcile, new() { ["scope"] = "change-of-reign", ["certificate"] = true }, onFailure: "CompleteReign") with
            {
                Seconds = 120,
                Retries = 0,
                Keeps = new("$.reconciled", ("answer", "$.Payload")),
            },
            Step("CompleteReign", new() { ["step"] = "complete-reign", ["epoch.$"] = "$.reign.epoch" }),
            new ChoiceState("HasTrafficMoved", [new Way("PayHere", MovesTraffic)], Otherwise: "PayAnywhere"),
            Pay("PayHere", new() { ["step"] = "pay", ["site"] = here }) with { Then = "TellFailedOver" },
            Pay("PayAnywhere", new() { ["step"] = "pay" }));
        _steps.Then(_steps.End("FailedOver", $"Taken over to the {Naming.Of(_region.Role)}"));

        // It may have been under way before it was asked for.
        _steps.Then(
            Step("LookAgain", new() { ["step"] = "find-writer" }) with { Keeps = Roles },
            new ChoiceState(
                "IsPromotionUnderWay",
                [new Way("AwaitWriter", Premise.Is("$.books.areMoving", true)), new Way("AwaitWriter", Premise.Is("$.books.writer", here))],
                Otherwise: _steps.Stop("PromoteFailed", "RDS refused to promote the books, and they are not written here.")));
        return _steps.ToJson();
    }

    /// <summary>Who starts it by hand need not say so.</summary>
    private static Premise[] MovesTraffic => [Premise.IsKnown("$.moveTraffic"), Premise.Is("$.moveTraffic", true)];

    private static Kept TheReign => new("$.reign", ("epoch", "$.Payload.epoch"), ("settleAfter", "$.Payload.settleAfter"));

    private static Kept Roles => new("$.books", ("writer", "$.Payload.writer"), ("areMoving", "$.Payload.areMoving"));

    private TaskState Step(string name, JsonObject payload, string? onFailure = null) => _steps.Ask(name, _inputs.Recover, payload, onFailure);

    private TaskState Pay(string name, JsonObject payload) =>
        Step(name, payload, _steps.Stop($"{name}Failed", "Everything was taken over, and a payment by the names that customers use was not.")) with { Awaits = Resolvers };
}
