namespace PaymentDr;

/// <summary>Both regions, the dashboard's own first: beside each other, or in one graph where comparing them is the point.</summary>
public sealed class Sides(Side own, Side peer)
{
    private readonly Side[] _both = [own, peer];

    public Region Own => own.Region;

    public Region Peer => peer.Region;

    /// <summary>One widget for each.</summary>
    public IEnumerable<Widget?> Beside(Func<Side, Widget?> widget) => _both.Select(widget);

    /// <summary>One graph for each. Null where a region has nothing to show.</summary>
    public IEnumerable<Widget?> Beside(string title, Axis axis, Func<Side, IEnumerable<Line>> lines) => _both.Select(side =>
        lines(side).ToArray() is { Length: > 0 } own ? new GraphWidget($"{title}, {side.Region.Code}", side.Region, own) { Axis = axis } : null);

    /// <summary>One graph with the lines of both. Null where there is nothing to show; where one region alone has lines, it is not named.</summary>
    public GraphWidget? Together(string title, Axis axis, Func<Side, IEnumerable<Line>> lines, int period = 60)
    {
        var perSide = _both.Select(side => (Side: side, Lines: lines(side).ToArray())).ToArray();
        Line[] all = perSide.Where(each => each.Lines.Length > 0).ToArray() switch
        {
            [] => [],
            [var alone] => alone.Lines,
            var both => [.. both.SelectMany(each => each.Lines.Select((line, number) => Named(line, number, each.Side, both.All(other => other.Lines.Length == 1))))],
        };
        return all.Length == 0 ? null : new GraphWidget(title, Own, all) { Axis = axis, Period = period };
    }

    private static Line Named(Line line, int number, Side side, bool isItsOnlyOne) => line with
    {
        Label = isItsOnlyOne ? side.Region.Code : $"{side.Region.Code} {line.Label}",
        Color = side.Shades[number % side.Shades.Count],
    };
}
