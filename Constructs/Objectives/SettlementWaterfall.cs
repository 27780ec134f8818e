using System.Globalization;
using System.Text.Json.Nodes;
using PaymentDr.Payments;

namespace PaymentDr;

/// <summary>From the loss of the primary until what is taken on is settled again: witnesses, the decision, the workflow, and the first message.</summary>
public sealed class SettlementWaterfall
{
    private const string RaisesBooks = "raise-books";
    private const string LeadsTraffic = "lead-traffic";

    private readonly DeployedFile _file;
    private readonly PaymentDrSettings _settings;
    private readonly DecisionRules _rules = new();
    private readonly WorkflowTimes _workflow;

    private SettlementWaterfall(DeployedFile file, PaymentDrSettings settings)
    {
        (_file, _settings) = (file, settings);
        _workflow = new(JsonNode.Parse(file.Named("aws_sfn_state_machine", Workflow).Text("definition")!)!.AsObject());
    }

    private string Workflow => NameOf("workflow", FailoverWorkflow.Purpose);

    private int PromotionSeconds => _settings.Objectives.PromotionSeconds;

    public static Waterfall Of(DeployedFile file, PaymentDrSettings settings) => new SettlementWaterfall(file, settings).Compute();

    private Waterfall Compute()
    {
        var names = NameFailover.Of(_file);
        var way = _workflow.LongestTo(RaisesBooks, PromotionSeconds);
        Term[] untilRaised = [.. names.Terms, .. Decide(), .. way.Where(state => state.Seconds > 0).Select(Pass)];
        var settles = new Term("what the queue brings is settled", Timeout("process"), $"{Timeout("process")}", NameOf("function", "process"));
        return new()
        {
            Objective = "settlement",
            AllowedBy = "Objectives:SettlementMinutes",
            AllowedSeconds = _settings.Objectives.SettlementMinutes * 60,
            Terms = [.. untilRaised, settles],
            Besides = [.. Afterwards(untilRaised.Sum(term => term.Seconds)), BooksAlone()],
            Obstacles = [.. names.Obstacles, .. Obstacles(way)],
            Settings =
            [
                ("HealthChecks:IntervalSeconds", _settings.HealthChecks.IntervalSeconds),
                ("HealthChecks:Failures", _settings.HealthChecks.Failures),
                ("Objectives:PromotionSeconds", PromotionSeconds),
                ("Objectives:SettlementMinutes", _settings.Objectives.SettlementMinutes),
            ],
        };
    }

    /// <summary>Both witnesses, as often as the decision wants them, and the decision itself.</summary>
    private Term[] Decide()
    {
        var (looks, asked, agreement) = (Every("probe"), Every("decide"), Agreement());
        return
        [
            new("the probe looks", looks, $"{looks}", NameOf("schedule", "probe")),
            new("further looks agree", agreement * looks, $"{agreement} x {looks}", string.Create(CultureInfo.InvariantCulture, $"DecisionRules: {_rules.ProbesInAgreement} looks over {_rules.ProbesSpan.TotalSeconds} s or more")),
            Noted(looks),
            new("decide is asked", asked, $"{asked}", NameOf("schedule", "decide")),
            new("decide starts the workflow", Timeout("decide"), $"{Timeout("decide")}", NameOf("function", "decide")),
        ];
    }

    private int Agreement() => Math.Max(_rules.ProbesInAgreement - 1, (int)Math.Ceiling(_rules.ProbesSpan.TotalSeconds / Every("probe")));

    /// <summary>Where a look takes longer, the decision finds only one that is too old, and says so to people.</summary>
    private Term Noted(int looks)
    {
        var patience = (int)_rules.ProbeInterval.TotalSeconds;
        return Timeout("probe") <= patience - looks
            ? new("the last look is noted", Timeout("probe"), $"{Timeout("probe")}", NameOf("function", "probe"))
            : new("the last look is noted", Math.Max(0, patience - looks), $"{patience} - {looks}", $"DecisionRules: a look of more than {patience} s ago is silence");
    }

    private Term Pass(PassedState state) => state.Name == PassedState.Promotion
        ? new("RDS promotes the books", state.Seconds, state.Sum, "Objectives:PromotionSeconds; \"within a few minutes\" (AWS)")
        : new(state.Name, state.Seconds, state.Sum, Workflow);

    /// <summary>What waited for the books, counted from the loss as well.</summary>
    private IEnumerable<Term> Afterwards(int raised)
    {
        var (reconcile, process) = (_workflow.AtMost("Reconcile"), Timeout("process"));
        var hidden = _file.Named("aws_sqs_queue", NameOf("queue", "payments")).Number("visibility_timeout_seconds")!.Value;
        yield return new("the last reign's, by Reconcile", raised + reconcile, $"{raised} + {reconcile}", Workflow);
        yield return new("tried in vain before, by the queue", raised + hidden + process, $"{raised} + {hidden} + {process}", $"{NameOf("queue", "payments")}, visibility_timeout_seconds");
    }

    /// <summary>The primary's doors answer, and nothing is settled there.</summary>
    private Term BooksAlone()
    {
        int[] parts =
        [
            (int)_rules.WriterPatience.TotalSeconds, Every("decide"), Timeout("decide"),
            _workflow.LongestTo(RaisesBooks, PromotionSeconds, without: LeadsTraffic).Sum(state => state.Seconds), Timeout("process"),
        ];
        return new("where the books alone are lost", parts.Sum(), string.Join(" + ", parts), "DecisionRules: no certificate for so long; as above from there");
    }

    private IEnumerable<string> Obstacles(IReadOnlyList<PassedState> way)
    {
        var (looks, gap) = (Every("probe"), _rules.ProbeInterval.TotalSeconds);
        if (looks >= gap)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"the probe looks every {looks} s, and to the decision {gap} s without a look are silence: nothing takes over by itself");
        }

        if (PromotionSeconds > _workflow.LeastPatience())
        {
            yield return $"RDS may take {PromotionSeconds} s to promote (Objectives:PromotionSeconds), and {Workflow} waits for {_workflow.LeastPatience()} s if each look is quick";
        }

        var passed = way.Sum(state => state.Seconds);
        if (passed > _workflow.LimitSeconds)
        {
            yield return $"{Workflow} is ended after {_workflow.LimitSeconds} s, and may need {passed} s until the books are raised";
        }
    }

    private int Timeout(string function) => _file.Named("aws_lambda_function", NameOf("function", function), "function_name").Number("timeout")!.Value;

    private int Every(string schedule) => Rate.SecondsOf(_file.Named("aws_cloudwatch_event_rule", NameOf("schedule", schedule)).Text("schedule_expression")!);

    private string NameOf(string type, string purpose) => _settings.Naming.Regional(type, purpose, RegionRole.Secondary);
}
