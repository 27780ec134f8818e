namespace PaymentDr;

/// <summary>Are payments taken on, where, and are they settled?</summary>
internal static class PaymentsSection
{
    public static void AddTo(Grid grid, Sides sides)
    {
        grid.AddRow(new TextWidget("## Payments\nAre they taken on, in which region, and are they settled?"));
        grid.AddRow(sides.Beside(side => new ValueWidget($"Now, {side.Region.Code}", side.Region,
        [
            side.Line("acknowledged", side.Region.Acknowledged()),
            side.Line("settled", side.Region.Settled()),
            side.Line("held by one region", side.Region.AcknowledgedByOne()),
            side.Line("outcome unknown", side.Region.OutcomeUnknown()),
        ])));
        grid.AddRows(
            sides.Together("Acknowledged a minute", Axis.Count, side => [side.Line("acknowledged", side.Region.Acknowledged())]),
            sides.Together("Acknowledged, and held by one region only", Axis.Count, side => [side.Line("by one", side.Region.AcknowledgedByOne(), "acknowledged-by-one")]),
            sides.Together("Outcome unknown to the caller, in 5 min", Axis.Count, side => [side.Line("unknown", side.Region.OutcomeUnknown(), "outcome-unknown")], period: 300),
            sides.Together("Settled a minute", Axis.Count, side => [side.Line("settled", side.Region.Settled())]),
            sides.Together("Oldest payment that is not settled", Axis.Seconds, side => [side.Line("oldest", side.Region.OldestUnsettled(), "settlement-late")], period: 300),
            sides.Together("Disputes, and books out of balance", Axis.Count, side =>
            [
                side.Line("disputed", side.Region.Disputed(), "disputes"),
                side.Line("unbalanced", side.Region.Unbalanced(), "books-unbalanced"),
            ], period: 300),
            sides.Together("Error budget: failed requests, by the hour", Axis.Share, Budget, period: 3600));
    }

    /// <summary>One line, on which two alarms look over different times.</summary>
    private static IEnumerable<Line> Budget(Side side) =>
        side.Watched("error-budget-fast").Select(fast => fast with { Alarms = [.. fast.Alarms, .. side.Watched("error-budget-slow").SelectMany(slow => slow.Alarms)] });
}
