namespace PaymentDr;

/// <summary>What Lambda publishes of a function, in its region.</summary>
internal static class FunctionMetrics
{
    /// <summary>Once a minute in which it ran, and never in another.</summary>
    public static Metric Invocations(this RegionFunction function) => Of(function, "Invocations", Statistic.Sum);

    /// <summary>Runs that ended with an exception, a time-out or without memory.</summary>
    public static Metric Errors(this RegionFunction function) => Of(function, "Errors", Statistic.Sum);

    /// <summary>Runs that were refused, because as many ran as may.</summary>
    public static Metric Throttles(this RegionFunction function) => Of(function, "Throttles", Statistic.Sum);

    /// <summary>In milliseconds.</summary>
    public static Metric Duration(this RegionFunction function) => Of(function, "Duration", Statistic.P99);

    public static Metric Concurrency(this RegionFunction function) => Of(function, "ConcurrentExecutions", Statistic.Maximum);

    private static Metric Of(RegionFunction function, string name, Statistic statistic) =>
        new(function.Region, "AWS/Lambda", name, statistic, ("FunctionName", function.Function.FunctionName));
}
