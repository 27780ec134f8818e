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

    /// <summary>One graph with the lines of both. Null where there is nothing to show.</summary>
    public GraphWidget? Together(string title, Axis axis, Func<Side, IEnumerable<Line>> lines, int period = 60)
    {
        var perSide = _both.Select(side => (Side: side, Lines: lines(side).ToArray())).ToArray();
        var isPlain = perSide.All(each => each.Lines.Length < 2);
        Line[] all =
        [
            .. from each in perSide
               from line in each.Lines.Index()
               select line.Item with
               {
                   Label = isPlain ? each.Side.Region.Code : $"{each.Side.Region.Code} {line.Item.Label}",
                   Color = each.Side.Shades[line.Index % each.Side.Shades.Count],
               },
        ];
        return all.Length == 0 ? null : new GraphWidget(title, Own, all) { Axis = axis, Period = period };
    }
}
