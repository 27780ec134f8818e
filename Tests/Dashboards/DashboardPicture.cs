namespace PaymentDr.Tests.Dashboards;

/// <summary>What a console shows of a part of a dashboard, drawn from the synthesized file, with sample data.</summary>
internal static class DashboardPicture
{
    private const int Width = 1600;

    private const int Caption = 30;

    /// <summary>Of a row of the grid.</summary>
    private const int Unit = 38;

    private const double Column = Width / 24.0;

    private const double Gap = 5;

    public static string Of(IReadOnlyList<DashboardWidget> widgets, string primary)
    {
        var day = new SampleDay(primary);
        var top = widgets.Min(widget => widget.Y);
        var height = Caption + (widgets.Max(widget => widget.Y + widget.Height - top) * Unit);
        var svg = new Svg(Width, height);
        svg.Rectangle(0, 0, Width, height, "#f2f3f3");
        svg.Text(12, 20, $"Sample data, drawn from the synthesized dashboard: {primary} is lost at 10:00 and back at 11:00; nothing that it publishes is seen in between.", 13, "#545b64");
        foreach (var widget in widgets)
        {
            Draw(svg, day, widget, (widget.X * Column) + Gap, Caption + ((widget.Y - top) * Unit) + Gap, (widget.Width * Column) - (2 * Gap), (widget.Height * Unit) - (2 * Gap));
        }

        return svg.ToString();
    }

    private static void Draw(Svg svg, SampleDay day, DashboardWidget widget, double x, double y, double width, double height)
    {
        svg.Rectangle(x, y, width, height, "#ffffff", "#d5dbdb");
        if (widget.Type == "text")
        {
            Words(svg, widget, x, y);
            return;
        }

        svg.Text(x + 12, y + 20, widget.Title!, 13, isBold: true);
        var lines = widget.Rows.Where(row => row.IsVisible).Select(row => new SampleLine(day, widget, row)).ToArray();
        if (widget.Type == "alarm")
        {
            Alarms(svg, widget, x, y, width);
        }
        else if (widget.IsGraph)
        {
            var axis = widget.Properties["yAxis"]!["left"]!["label"]!.GetValue<string>();
            svg.Text(x + width - 10, y + 20, axis, 11, "#545b64", "end");
            new Plot(svg, widget, lines).Draw(x, y + 32, width, height - 38);
        }
        else
        {
            Values(svg, lines, x, y, width);
        }
    }

    private static void Words(Svg svg, DashboardWidget widget, double x, double y)
    {
        var (head, rest) = widget.Properties["markdown"]!.GetValue<string>().Split('\n') is [var first, .. var others] ? (first, others) : ("", []);
        svg.Text(x + 12, y + 30, head.TrimStart('#', ' '), 20, isBold: true);
        foreach (var (number, line) in rest.Index())
        {
            svg.Text(x + 12, y + 54 + (number * 18), line, 14, "#545b64");
        }
    }

    private static void Values(Svg svg, SampleLine[] lines, double x, double y, double width)
    {
        foreach (var (number, line) in lines.Index())
        {
            var at = x + 16 + (number * width / lines.Length);
            svg.Text(at, y + 62, line.Newest is { } value ? Plot.Short(value) : "--", 26);
            svg.Text(at, y + 86, line.Label, 12, "#545b64");
        }
    }

    /// <summary>By the ids of those that the sample leaves in alarm.</summary>
    private static void Alarms(Svg svg, DashboardWidget widget, double x, double y, double width)
    {
        string[] names = [.. widget.Alarms.Select(arn => arn.Split(':')[^1]).Where(name => SampleDay.StillInAlarm.Any(id => name.StartsWith($"alarm-{id}-", StringComparison.Ordinal)))];
        foreach (var (number, name) in names.Index())
        {
            var (left, top) = (x + 12 + (number % 3 * (width - 12) / 3), y + 36 + (number / 3 * 40));
            svg.Rectangle(left, top, ((width - 12) / 3) - 12, 30, "#fdf3f1", "#d13212");
            svg.Text(left + 10, top + 20, name, 12, "#d13212");
        }

        if (names.Length == 0)
        {
            svg.Text(x + 12, y + 48, $"None of {widget.Alarms.Count} alarms", 13, "#879596");
        }
    }
}
