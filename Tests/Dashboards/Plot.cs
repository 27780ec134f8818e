using System.Globalization;

namespace PaymentDr.Tests.Dashboards;

/// <summary>A graph in its frame: its lines, the thresholds within its reach, and what each line is.</summary>
internal sealed class Plot(Svg svg, DashboardWidget widget, IReadOnlyList<SampleLine> lines)
{
    private const int Letter = 6;

    private const int LegendLine = 15;

    private const int LabelLine = 13;

    /// <summary>Between the lines of the scale.</summary>
    private const int Parts = 3;

    /// <summary>For lines that have no color of their own, as a console gives them.</summary>
    private static readonly string[] Palette =
        ["#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf", "#08519c", "#a63603", "#006d2c", "#54278f"];

    /// <summary>Between two lines of the scale there is one of these, of some power of ten.</summary>
    private static readonly double[] Steps = [1, 2, 2.5, 5, 10];

    private readonly double?[] _values = [.. lines.SelectMany(line => line.Points).Select(point => point.Value)];

    private bool HasEnd => widget.Properties["yAxis"]?["left"]?["max"] is not null;

    public void Draw(double left, double top, double width, double height)
    {
        var legend = Legend(width);
        var (x, y, w, h) = (left + 52, top + 4, width - 62, height - 26 - (legend.Count * LegendLine));
        var most = Most();
        var parts = HasEnd ? 2 : Parts;
        foreach (var part in Enumerable.Range(0, parts + 1))
        {
            var at = y + h - (h * part / parts);
            svg.Path($"M{Svg.Of(x)} {Svg.Of(at)}h{Svg.Of(w)}", "#e3e6ea", 1);
            svg.Text(x - 6, at + 4, Short(most * part / parts), 11, "#545b64", "end");
        }

        foreach (var part in Enumerable.Range(0, 4))
        {
            svg.Text(x + (w * part / 3), y + h + 15, $"{9 + part:00}:00", 11, "#545b64", part == 0 ? "start" : part == 3 ? "end" : "middle");
        }

        if (_values.All(value => value is null))
        {
            svg.Text(x + (w / 2), y + (h / 2), "No data in these hours", 12, "#879596", "middle");
        }

        foreach (var (number, line) in lines.Index())
        {
            Draw(line, ColorOf(number), minute => x + (w * minute / SampleDay.Minutes), value => y + h - (h * Math.Min(value, most) / most));
        }

        Thresholds(x, y, w, h, most);
        foreach (var (row, items) in legend.Index())
        {
            foreach (var (number, offset) in items)
            {
                var at = top + height - ((legend.Count - row) * LegendLine) + 6;
                svg.Rectangle(left + 12 + offset, at - 8, 9, 9, ColorOf(number));
                svg.Text(left + 25 + offset, at, lines[number].Label, 11, "#545b64");
            }
        }
    }

    /// <summary>A number in few letters.</summary>
    public static string Short(double value) => value switch
    {
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{value / 1_000_000:0.##}M"),
        >= 1000 => string.Create(CultureInfo.InvariantCulture, $"{value / 1000:0.#}k"),
        >= 10 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.#", CultureInfo.InvariantCulture),
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };

    /// <summary>Lines break where nothing was published; a point that stands alone is a dot.</summary>
    private void Draw(SampleLine line, string color, Func<double, double> x, Func<double, double> y)
    {
        var points = line.Points;
        var path = "";
        foreach (var (index, (minute, value)) in points.Index())
        {
            if (value is not { } there)
            {
                continue;
            }

            var (before, after) = (At(index - 1), At(index + 1));
            if (before is null && after is null)
            {
                svg.Dot(x(minute), y(there), color);
            }
            else if (before is null || after is null || !before.Value.Equals(there) || !after.Value.Equals(there))
            {
                path += $"{(before is null ? "M" : "L")}{Svg.Of(x(minute))} {Svg.Of(y(there))}";
            }
        }

        if (path != "")
        {
            svg.Path(path, color);
        }

        double? At(int index) => index < 0 || index >= points.Count ? null : points[index].Value;
    }

    /// <summary>Those that are beyond the graph are named at its upper end.</summary>
    private void Thresholds(double x, double y, double w, double h, double most)
    {
        var labels = new List<(double At, string Text, string Color)>();
        foreach (var same in widget.Thresholds.GroupBy(threshold => (threshold.Value, threshold.Color)))
        {
            var at = y + h - (h * Math.Min(same.Key.Value, most) / most);
            if (same.Key.Value <= most)
            {
                svg.Path($"M{Svg.Of(x)} {Svg.Of(at)}h{Svg.Of(w)}", same.Key.Color, 1.2, "5 4");
            }

            var names = same.Count() > 2 ? $"{same.First().Label} and {same.Count() - 1} more" : string.Join(", ", same.Select(threshold => threshold.Label));
            labels.Add((at, $"{names} {(same.Key.Value > most ? "above, at " : "")}{Short(same.Key.Value)}", same.Key.Color));
        }

        // None below the graph, and none on another one: from below upwards, and then down from the upper end.
        var ordered = labels.OrderBy(label => label.At).ToArray();
        var baselines = ordered.Select(label => label.At - 4).ToArray();
        for (var index = baselines.Length - 2; index >= 0; index--)
        {
            baselines[index] = Math.Min(baselines[index], baselines[index + 1] - LabelLine);
        }

        var lowest = y;
        foreach (var (index, (_, text, color)) in ordered.Index())
        {
            lowest = Math.Max(baselines[index], lowest + LabelLine);
            svg.Text(x + w - 4, lowest, text, 11, color, "end", isOnLines: true);
        }
    }

    private double Most()
    {
        if (HasEnd)
        {
            return widget.Properties["yAxis"]!["left"]!["max"]!.GetValue<double>();
        }

        var shown = _values.Max() ?? 0;
        var near = widget.Thresholds.Select(threshold => threshold.Value).Where(value => value <= Math.Max(shown * 3, 1)).DefaultIfEmpty(0).Max();
        var most = Math.Max(shown, near) is > 0 and var there ? there * 1.05 : 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(most / Parts)));
        return Parts * power * Steps.First(step => step * power * Parts >= most);
    }

    /// <summary>Which lines stand in which row, and where.</summary>
    private List<List<(int Number, double Offset)>> Legend(double width)
    {
        var rows = new List<List<(int, double)>> { new() };
        var offset = 0.0;
        foreach (var (number, line) in lines.Index())
        {
            var needed = 26 + (line.Label.Length * Letter);
            if (offset > 0 && offset + needed > width - 20)
            {
                rows.Add([]);
                offset = 0;
            }

            rows[^1].Add((number, offset));
            offset += needed;
        }

        return rows;
    }

    private string ColorOf(int number) => lines[number].Color ?? Palette[number % Palette.Length];
}
