using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PaymentDr;

/// <summary>Rows below each other, without gaps: widgets of a row share the columns evenly.</summary>
public sealed class Grid
{
    private const int Columns = 24;

    /// <summary>What an outage began with, and what it was like before.</summary>
    private const string Shown = "-PT3H";

    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonArray _widgets = [];

    private int _height;

    /// <summary>What is null is not there, and leaves no place.</summary>
    public void AddRow(params IEnumerable<Widget?> widgets)
    {
        Widget[] there = [.. widgets.OfType<Widget>()];
        if (there.Length == 0)
        {
            return;
        }

        if (Columns % there.Length != 0 || there.DistinctBy(widget => widget.Height).Count() > 1)
        {
            throw new ArgumentException($"{there.Length} widgets of the heights {string.Join(", ", there.Select(widget => widget.Height))} do not fill a row.", nameof(widgets));
        }

        var width = Columns / there.Length;
        foreach (var (index, widget) in there.Index())
        {
            _widgets.Add(widget.ToJson(index * width, _height, width));
        }

        _height += there[0].Height;
    }

    /// <summary>At most three beside each other, and about as many in each row.</summary>
    public void AddRows(params IEnumerable<Widget?> widgets)
    {
        Widget[] there = [.. widgets.OfType<Widget>()];
        var rows = (there.Length + 2) / 3;
        foreach (var row in Enumerable.Range(0, rows))
        {
            AddRow(there[(row * there.Length / rows)..((row + 1) * there.Length / rows)]);
        }
    }

    public string ToBody() => new JsonObject { ["start"] = Shown, ["periodOverride"] = "inherit", ["widgets"] = _widgets }.ToJsonString(AsWritten);
}
