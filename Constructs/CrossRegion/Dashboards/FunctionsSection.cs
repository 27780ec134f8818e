namespace PaymentDr;

/// <summary>Which program fails, is refused, is slow, or does not run at all?</summary>
internal static class FunctionsSection
{
    public static void AddTo(Grid grid, Sides sides)
    {
        grid.AddRow(new TextWidget("## Functions\nWhich of them fails, is refused, is slow, or does not run at all?"));
        grid.AddRow(sides.Beside("Errors", Axis.Count, Each(function => function.Errors(), "function-errors")));
        grid.AddRow(sides.Beside("Throttles", Axis.Count, Each(function => function.Throttles(), "function-throttles")));
        grid.AddRow(sides.Beside("Runs a minute", Axis.Count, side =>
            side.Seen.Functions.Select(function => side.Line(function.Name, function.Invocations(), $"{function.Name}-does-not-run"))));
        grid.AddRow(sides.Beside("99 of 100 runs take at most", Axis.Milliseconds, Each(function => function.Duration())));
        grid.AddRow(sides.Beside("At once", Axis.Count, Each(function => function.Concurrency())));
    }

    private static Func<Side, IEnumerable<Line>> Each(Func<RegionFunction, Metric> metric, params string[] alarms) =>
        side => side.Seen.Functions.Select(function => side.Line(function.Name, metric(function), alarms));
}
