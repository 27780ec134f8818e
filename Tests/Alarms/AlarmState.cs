namespace PaymentDr.Tests.Alarms;

/// <summary>
/// When an alarm rings, as CloudWatch documents it: the last periods that have a value, looked for a little further back than the alarm asks, and what is
/// lacking then is taken as the alarm says.
/// </summary>
internal sealed class AlarmState(DeployedAlarm alarm, Recording recording)
{
    /// <summary>How much further, in the example of AWS's documentation: five periods for three.</summary>
    private const int FurtherBack = 2;

    private readonly MetricMath _math = new(alarm.Expression);

    private bool _rings;

    /// <param name="minute">The last that has been measured.</param>
    public bool RingsAt(int minute)
    {
        var found = Enumerable.Range(0, alarm.Periods + FurtherBack).Select(back => ValueAt(minute, back)).OfType<double>().Take(alarm.Periods).ToArray();
        var (bad, lacking) = (found.Count(IsBad), alarm.Periods - found.Length);
        return _rings = alarm.Missing switch
        {
            "breaching" => bad + lacking >= alarm.Needed,
            "notBreaching" => bad >= alarm.Needed,
            "ignore" => bad >= alarm.Needed || (lacking > 0 && _rings),
            var other => throw new NotSupportedException($"{alarm.Name}: {other} is not read."),
        };
    }

    private double? ValueAt(int minute, int periodsBack)
    {
        var minutes = alarm.PeriodSeconds / 60;
        var until = minute - (periodsBack * minutes);
        var values = alarm.Metrics.ToDictionary(metric => metric.Key, metric => Value(metric.Value.Series, metric.Value.Statistic, until - minutes + 1, until));
        return values.Values.All(value => value is null) ? null : _math.Evaluate(values);
    }

    private double? Value(SeriesName series, string statistic, int from, int until)
    {
        var measured = Measured(series, from, until);
        return measured.Length == 0 ? null : statistic switch
        {
            "Sum" => measured.Sum(),
            "Average" when Recording.SamplesOf(series) is { } samples => measured.Sum() / Measured(samples, from, until).Sum(),
            "Average" => measured.Average(),
            "Minimum" => measured.Min(),
            // Of values that are gathered by the minute already.
            "Maximum" or "p99" => measured.Max(),
            _ => throw new NotSupportedException($"{alarm.Name}: {statistic} is not read."),
        };
    }

    private double[] Measured(SeriesName series, int from, int until) =>
        [.. Enumerable.Range(from, until - from + 1).Select(minute => recording.At(alarm.Element.Scope, series, minute)).OfType<double>()];

    private bool IsBad(double value) => alarm.Operator switch
    {
        "GreaterThanOrEqualToThreshold" => value >= alarm.Threshold,
        "GreaterThanThreshold" => value > alarm.Threshold,
        "LessThanThreshold" => value < alarm.Threshold,
        var other => throw new NotSupportedException($"{alarm.Name}: {other} is not read."),
    };
}
