using PaymentDr.Payments;

namespace PaymentDr;

/// <summary>Could the other region take over, does it, and did it?</summary>
internal static class RecoverySection
{
    /// <summary>What the decision may come to.</summary>
    private static readonly string[] Reasons =
    [
        Verdict.Healthy, Verdict.AlreadyMoved, Verdict.AlreadyRunning, Verdict.ProbeSilent, Verdict.WitnessesDisagree, Verdict.NotLongEnough, Verdict.StandbyNotReady,
        Verdict.SameFaultOnBothSides, Verdict.LagTooHigh, Verdict.PrimaryLost, Verdict.ReignUnfinished, Verdict.WriterStuck, Verdict.BooksElsewhere,
    ];

    public static void AddTo(Grid grid, Sides sides)
    {
        grid.AddRow(new TextWidget("## Recovery\nCould the other region take over, does it, and did it?"));
        grid.AddRows(
            sides.Together("Standby ready: a message goes through queue and books", Axis.YesOrNo, side => [side.Line("ready", side.Region.StandbyReady(), "standby-not-ready")]),
            sides.Together("Backups: age of what was backed up longest ago", Axis.Seconds, side => side.Watched("backups-old"), period: 86400),
            sides.Together("Backups: what has no recent one", Axis.Count, side => side.Watched("backups-missing"), period: 86400),
            sides.Together("The other region's doors answer this one's probe", Axis.YesOrNo, side => side.Watched("peer-ill")),
            sides.Together("Customers' names lead away from the primary", Axis.YesOrNo, side => side.Watched("traffic-moved")),
            sides.Together("The probe's own payments are taken on", Axis.YesOrNo, side => side.Watched("synthetic-payment-refused")),
            sides.Together("Ledger: age of the other region's heartbeat here", Axis.Seconds, side => side.Watched("replication-silent")),
            sides.Together("Runs of workflows that started", Axis.Count, Started),
            sides.Together("Runs of workflows that did not end well", Axis.Count, side => side.Watched("workflow-failed")),
            sides.Together("Unprotected: the next loss has no answer", Axis.YesOrNo, side => side.Watched("unprotected"), period: 3600),
            sides.Together("Since the last drill that passed", Axis.Seconds, side => side.Watched("drill-old"), period: 3600),
            sides.Together("Drills: until the other region answered", Axis.Seconds, Drilled, period: 3600));
        grid.AddRow(
            sides.Together("What the decision came to", Axis.Count, Decided),
            sides.Together("Drills that passed", Axis.YesOrNo, side => side.Watched("drill-failed"), period: 3600));
    }

    private static IEnumerable<Line> Started(Side side) => side.Seen.Workflows.Select(workflow =>
        workflow.Purpose == FailoverWorkflow.Purpose ? side.Line(workflow.Purpose, workflow.Started(), "failover-started") : side.Line(workflow.Purpose, workflow.Started()));

    private static IEnumerable<Line> Drilled(Side side) => side.Seen.Decide is null ? [] : [side.Line("recovery", side.Region.DrillRecovery())];

    private static IEnumerable<Line> Decided(Side side) => side.Seen.Decide is null
        ? []
        :
        [
            .. Reasons.Select(reason => side.Line(reason, side.Region.Verdict(reason), reason == Verdict.ProbeSilent ? ["probe-silent"] : [])),
            .. side.Watched("takeover-refused"),
        ];
}
