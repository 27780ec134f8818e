using System.Globalization;
using System.Text;

namespace PaymentDr.Tests.Dashboards;

/// <summary>Shapes and words of a picture, in the order in which they are drawn.</summary>
internal sealed class Svg(int width, int height)
{
    private readonly StringBuilder _shapes = new();

    public void Rectangle(double x, double y, double width, double height, string fill, string? stroke = null) => Add(
        $"<rect x=\"{Of(x)}\" y=\"{Of(y)}\" width=\"{Of(width)}\" height=\"{Of(height)}\" fill=\"{fill}\"{(stroke is null ? "" : $" stroke=\"{stroke}\"")}/>");

    public void Path(string data, string color, double thickness = 1.6, string? dashes = null) => Add(
        $"<path d=\"{data}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{Of(thickness)}\"{(dashes is null ? "" : $" stroke-dasharray=\"{dashes}\"")}/>");

    public void Dot(double x, double y, string color) => Add($"<circle cx=\"{Of(x)}\" cy=\"{Of(y)}\" r=\"2.6\" fill=\"{color}\"/>");

    public void Text(double x, double y, string text, int size = 12, string color = "#16191f", string anchor = "start", bool isBold = false, bool isOnLines = false) => Add(
        $"<text x=\"{Of(x)}\" y=\"{Of(y)}\" font-size=\"{size}\" fill=\"{color}\"{(anchor == "start" ? "" : $" text-anchor=\"{anchor}\"")}{(isBold ? " font-weight=\"600\"" : "")}{(isOnLines ? " stroke=\"#ffffff\" stroke-width=\"3\" paint-order=\"stroke\"" : "")}>{Escaped(text)}</text>");

    public override string ToString() =>
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" font-family=\"system-ui, sans-serif\">\n{_shapes}</svg>\n";

    public static string Of(double number) => Math.Round(number, 1).ToString(CultureInfo.InvariantCulture);

    private void Add(string shape) => _shapes.Append(shape).Append('\n');

    private static string Escaped(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
