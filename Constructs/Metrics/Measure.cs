namespace PaymentDr;

/// <summary>Something that CloudWatch knows a value of for every period.</summary>
/// <param name="Region">Where it is published. An alarm reads no other region; a graph does.</param>
public abstract record Measure(Region Region);

/// <summary>What is measured of one thing.</summary>
public sealed record Metric(Region Region, string Namespace, string Name, Statistic Statistic, params (string Name, string Value)[] Dimensions) : Measure(Region)
{
    /// <summary>As CloudWatch's arguments spell it, where percentiles have one of their own.</summary>
    public bool IsPercentile => Statistic is Statistic.P99;

    public string StatisticText => IsPercentile ? "p99" : $"{Statistic}";
}

/// <summary>A value computed from others of the same region.</summary>
/// <param name="Expression">In CloudWatch's metric math, over the ids of the metrics.</param>
public sealed record Formula(Region Region, string Expression, params (string Id, Metric Metric)[] Metrics) : Measure(Region)
{
    /// <summary>What failed of all that was asked for; 0 where that was nothing. What failed is published only when something did.</summary>
    /// <param name="fewest">How much must have failed before it counts: one of ten requests at night is no outage.</param>
    public static Formula Share(Metric[] failed, Metric[] all, int fewest)
    {
        var faults = string.Join(" + ", failed.Select((_, number) => $"FILL(f{number}, 0)"));
        var requests = string.Join(" + ", all.Select((_, number) => $"FILL(r{number}, 0)"));
        return new(
            all[0].Region,
            $"IF({faults} >= {fewest}, ({faults}) / ({requests}), 0)",
            [.. failed.Select((metric, number) => ($"f{number}", metric)), .. all.Select((metric, number) => ($"r{number}", metric))]);
    }

    /// <summary>Any of several that are published only when there was something to count.</summary>
    public static Formula Total(params Metric[] metrics) => new(
        metrics[0].Region,
        string.Join(" + ", metrics.Select((_, number) => $"FILL(m{number}, 0)")),
        [.. metrics.Select((metric, number) => ($"m{number}", metric))]);
}
