using System.Text.Json.Nodes;
using HashiCorp.Cdktf.Providers.Aws.LambdaFunction;
using PaymentDr.Payments;

namespace PaymentDr;

public sealed record FailbackWorkflowInputs
{
    public required AlertTopic Alerts { get; init; }

    public required EncryptionKey LogKey { get; init; }

    /// <summary>The function with the steps of taking over.</summary>
    public required LambdaFunction Recover { get; init; }

    public required LambdaFunction Reconcile { get; init; }

    /// <summary>The function with the steps that need both regions.</summary>
    public required LambdaFunction GiveBack { get; init; }

    /// <summary>The service here, and how many tasks it has at least where customers are not; null where none runs.</summary>
    public required (ServiceSize Size, int Fewest)? Service { get; init; }
}

/// <summary>
/// Gives everything back to the primary, when people want it. Before the books have moved a refusal leaves all as it was. After that it goes on to the end, or
/// takes the books back: customers are led home last, and are led back here when they are not served there.
/// </summary>
public sealed class FailbackWorkflow
{
    public const string Purpose = "failback";

    /// <summary>Nobody is in a hurry: customers are served meanwhile.</summary>
    private const int LongestSeconds = 4500;

    private const string Home = nameof(Site.Primary);
    private const string Here = nameof(Site.Secondary);
    private const string TakeBack = "TakeBooksBack";
    private const string LookAgain = "LookAgain";

    /// <summary>Ten minutes: a switchover waits until nothing is behind.</summary>
    private static readonly Awaited Switchover = new("WriterElsewhereException", Times: 40, PauseSeconds: 10);

    /// <summary>Five minutes for health checks and resolvers.</summary>
    private static readonly Awaited Resolvers = new("NotServedException", Times: 20, PauseSeconds: 10);

    /// <summary>After customers were found to be served at home, they are looked after once more.</summary>
    private const int DwellSeconds = 120;

    private readonly FailbackWorkflowInputs _inputs;
    private readonly RecoverySteps _steps;

    public FailbackWorkflow(RegionalConstruct parent, FailbackWorkflowInputs inputs)
    {
        _inputs = inputs;
        _steps = new RecoverySteps(Purpose, "Gives everything back to the primary", LongestSeconds, inputs.Alerts);
        Workflow = new RecoveryWorkflow(parent, new RecoveryWorkflowInputs
        {
            Purpose = Purpose,
            Definition = Define(),
            LogKey = inputs.LogKey,
            Statements =
            [
                new() { Sid = "AskFunctions", Actions = ["lambda:InvokeFunction"], Resources = [inputs.Recover.Arn, inputs.Reconcile.Arn, inputs.GiveBack.Arn] },
                .. inputs.Alerts.Tell(),
                .. inputs.Service?.Size.Change() ?? [],
            ],
        });
    }

    public RecoveryWorkflow Workflow { get; }

    private JsonObject Define()
    {
        Prepare();
        MoveBooks();
        LeadCustomersHome();
        LookWhetherTheyMove();
        TakeBooksBack();
        return _steps.ToJson();
    }

    /// <summary>Changes nothing.</summary>
    private void Prepare()
    {
        var refused = _steps.Stop("Refused", "The primary is not ready, or there is nothing to give back. Nothing was changed.");
        _steps.Then(
            Both("Judge", new() { ["step"] = "judge", ["execution.$"] = "$$.Execution.Name" }) with
            {
                Seconds = 30,
                Keeps = new("$.judgement", ("isReady", "$.Payload.isReady"), ("refusals", "$.Payload.refusals"), ("writer", "$.Payload.writer")),
            },
            new ChoiceState(
                "IsReady",
                [
                    // One that broke off half-way goes on where it was.
                    new Way("BeginReignAtHome", Premise.Is("$.judgement.isReady", true), Premise.Is("$.judgement.writer", Home)),
                    new Way("Reconcile", Premise.Is("$.judgement.isReady", true)),
                ],
                Otherwise: refused),
            _steps.Ask("Reconcile", _inputs.Reconcile, new() { ["scope"] = "change-of-reign", ["certificate"] = true }) with
            {
                Seconds = 300,
                Keeps = new("$.reconciled", ("answer", "$.Payload")),
            },
            new ChoiceState(
                "IsEverythingSettled",
                [new Way("SwitchOver", Premise.IsKnown("$.reconciled.answer.certificate"), Premise.Is("$.reconciled.answer.certificate.inDoubt", 0))],
                Otherwise: refused));
    }

    /// <summary>Without loss: the switchover waits until the primary's books have everything. Then they are told whose reign it is, and are tried.</summary>
    private void MoveBooks() => _steps.Then(
        Both("SwitchOver", new() { ["step"] = "switch-over", ["site"] = Home }, LookAgain) with { Seconds = 30 },
        Own("AwaitHomeWriter", new() { ["step"] = "await-writer", ["site"] = Home }, TakeBack) with { Awaits = Switchover },
        Both("BeginReignAtHome", new() { ["step"] = "begin-reign" }, TakeBack) with { Keeps = new("$.reign", ("epoch", "$.Payload.epoch")) },
        Both("RaiseBooksAtHome", new() { ["step"] = "raise-books", ["epoch.$"] = "$.reign.epoch" }, TakeBack) with { Seconds = 60, Retries = 5, PauseSeconds = 5 },
        Both("ReconcileAtHome", new() { ["step"] = "reconcile" }, TakeBack) with
        {
            Seconds = 170,
            Keeps = new("$.reconciledAtHome", ("inDoubt", "$.Payload.inDoubt")),
        },
        new ChoiceState(
            "IsEverythingSettledAtHome",
            [new Way("PayAtHome", Premise.Is("$.reconciledAtHome.inDoubt", 0))],
            Otherwise: TakeBack),
        Both("PayAtHome", new() { ["step"] = "pay" }, TakeBack) with { Seconds = 30, Retries = 5, PauseSeconds = 10 });

    /// <summary>It may have been heard, and only its answer lost: then the books are on their way.</summary>
    private void LookWhetherTheyMove() => _steps.Then(
        Own(LookAgain, new() { ["step"] = "find-writer" }, TakeBack) with { Keeps = new("$.books", ("writer", "$.Payload.writer"), ("areMoving", "$.Payload.areMoving")) },
        new ChoiceState(
            "AreTheyOnTheirWay",
            [new Way("AwaitHomeWriter", Premise.Is("$.books.areMoving", true)), new Way("AwaitHomeWriter", Premise.Is("$.books.writer", Home))],
            Otherwise: _steps.Stop("SwitchOverFailed", "RDS refused to move the books. Nothing was changed.")));

    /// <summary>Where the books are matters to no customer, so a failure from here on leads them back and leaves the books at home.</summary>
    private void LeadCustomersHome()
    {
        const string LeadBack = "LeadTrafficBack";
        _steps.Then(
            Own("LeadTrafficHome", new() { ["step"] = "lead-traffic", ["site"] = Home }, LeadBack),
            Own("PayAsCustomers", new() { ["step"] = "pay", ["site"] = Home }, LeadBack) with { Awaits = Resolvers },
            new WaitState("Dwell", DwellSeconds),
            Own("PayAgain", new() { ["step"] = "pay", ["site"] = Home }, LeadBack) with { Retries = 3, PauseSeconds = 5 });
        if (_inputs.Service is var (size, fewest))
        {
            _steps.Then(size.Set(_steps, "ShrinkService", fewest));
        }

        _steps.Then(_steps.End("FailedBack", "Everything was given back to the primary"));
        _steps.Then(Own(LeadBack, new() { ["step"] = "lead-traffic", ["site"] = Here }) with
        {
            Then = _steps.Stop("NotServedAtHome", "Customers were led home and not served there: they are led to the secondary again. The books are written at home."),
        });
    }

    /// <summary>As it was, but for the number of the reign.</summary>
    private void TakeBooksBack() => _steps.Then(
        Both(TakeBack, new() { ["step"] = "switch-over", ["site"] = Here }) with { Seconds = 30, Retries = 5, PauseSeconds = 10 },
        Own("AwaitWriterBack", new() { ["step"] = "await-writer", ["site"] = Here }) with { Awaits = Switchover },
        Own("BeginReignBack", new() { ["step"] = "begin-reign" }) with { Keeps = new("$.reign", ("epoch", "$.Payload.epoch"), ("settleAfter", "$.Payload.settleAfter")) },
        new WaitState("AwaitStatementsAtHome", timestampPath: "$.reign.settleAfter"),
        Own("RaiseBooksBack", new() { ["step"] = "raise-books", ["epoch.$"] = "$.reign.epoch" }) with { Seconds = 15, Retries = 5, PauseSeconds = 5 },
        Own("CompleteReignBack", new() { ["step"] = "complete-reign", ["epoch.$"] = "$.reign.epoch" }) with
        {
            Then = _steps.Stop("Aborted", "The primary could not take the books: they were taken back, and the secondary goes on as before."),
        });

    private TaskState Own(string name, JsonObject payload, string? onFailure = null) => _steps.Ask(name, _inputs.Recover, payload, onFailure);

    private TaskState Both(string name, JsonObject payload, string? onFailure = null) => _steps.Ask(name, _inputs.GiveBack, payload, onFailure);
}
