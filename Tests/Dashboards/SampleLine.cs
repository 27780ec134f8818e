namespace PaymentDr.Tests.Dashboards;

/// <summary>What a line of a graph would show: a value for every period, and none where nothing was published.</summary>
internal sealed class SampleLine(SampleDay day, DashboardWidget widget, DashboardRow row)
{
    public string Label => row.Label!;

    public string? Color => row.Color;

    /// <summary>At most one point in three minutes: a picture has no more room.</summary>
    public IReadOnlyList<(int Minute, double? Value)> Points =>
        [.. Enumerable.Range(0, SampleDay.Minutes).Where(minute => minute % Step == 0).Select(minute => (minute, ValueAt(minute)))];

    public double? Newest => ValueAt(SampleDay.Minutes - 1);

    private int Step => Math.Clamp(widget.Period / 60, 3, SampleDay.Minutes);

    private double? ValueAt(int minute) => row.Expression is null ? Of(row, minute) : Computed(row.Expression, minute);

    /// <summary>The two kinds there are: a share of what was asked for, and a sum.</summary>
    private double? Computed(string expression, int minute)
    {
        var parts = widget.Rows.Where(part => !part.IsVisible && part.Id.StartsWith(row.Id, StringComparison.Ordinal)).ToArray();
        if (!expression.StartsWith("IF(", StringComparison.Ordinal))
        {
            return Sum(parts, minute);
        }

        var asked = Sum(parts.Where(part => part.Id[row.Id.Length] == 'r'), minute);
        return asked == 0 ? null : Sum(parts.Where(part => part.Id[row.Id.Length] == 'f'), minute) / asked;
    }

    private double Sum(IEnumerable<DashboardRow> parts, int minute) => parts.Sum(part => Of(part, minute) ?? 0);

    private double? Of(DashboardRow part, int minute)
    {
        if (part.Statistic != "Sum")
        {
            return day.Value(part, minute);
        }

        double[] published = [.. Enumerable.Range(minute, Math.Min(widget.Period / 60, SampleDay.Minutes - minute)).Select(each => day.Value(part, each)).OfType<double>()];
        return published.Length == 0 ? null : published.Sum();
    }
}
