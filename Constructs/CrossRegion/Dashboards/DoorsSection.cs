namespace PaymentDr;

/// <summary>Do the ways in answer, and what does Route 53 think of them?</summary>
internal static class DoorsSection
{
    public static void AddTo(Grid grid, Sides sides)
    {
        grid.AddRow(new TextWidget("## Doors\nDo the ways in answer, and what does Route 53 think of them? Its metrics are in us-east-1 only."));
        grid.AddRows(
            sides.Together("API: requests a minute", Axis.Count, side => side.Seen.Api is { } api ? [side.Line("requests", api.Requests())] : []),
            sides.Together("API: requests that failed (5xx), were refused (4xx)", Axis.Share, side =>
                side.Seen.Api is { } api ? [side.Line("5xx", api.Faults(), "api-errors"), side.Line("4xx", api.Refusals())] : []),
            sides.Together("API: 99 of 100 requests take at most", Axis.Milliseconds, side => side.Seen.Api is { } api ? [side.Line("p99", api.Latency(), "api-slow")] : []),
            sides.Together("Load balancer: requests a minute", Axis.Count, side => side.Seen.Balancer is { } balancer ? [side.Line("requests", balancer.Requests())] : []),
            sides.Together("Load balancer: requests that failed (5xx)", Axis.Share, side => side.Watched("pay-errors")),
            sides.Together("Load balancer: 99 of 100 requests take at most", Axis.Seconds, side => side.Seen.Balancer is { } balancer ? [side.Line("p99", balancer.Latency(), "pay-slow")] : []));
        grid.AddRow(sides.Beside("Tasks of the service", Axis.Count, Tasks));
        grid.AddRow(
            sides.Together("Doors as Route 53 sees them", Axis.YesOrNo, side => side.Watched("door-ill")),
            sides.Together("Days until certificates expire", Axis.Days, side => side.Watched("certificate-expires"), period: 86400));
    }

    private static IEnumerable<Line> Tasks(Side side) => side.Seen is { Balancer: { } balancer, Tasks: { } tasks }
        ?
        [
            side.Line("running", tasks.Running(), "pay-tasks-few"),
            side.Line("well", balancer.HealthyTasks(), "pay-without-tasks"),
            side.Line("ill", balancer.IllTasks(), "pay-tasks-ill"),
        ]
        : [];
}
