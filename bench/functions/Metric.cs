using System.Globalization;

/// <summary>What is measured of every contender, once in each turn.</summary>
internal sealed class Metric(string name, int contenders, bool moreIsBetter = false)
{
    private readonly List<double>[] _values = [.. Enumerable.Range(0, contenders).Select(_ => new List<double>())];

    public void Add(int contender, double value) => _values[contender].Add(value);

    /// <summary>The median of each, and by how much the first one is better than each other one in the same turn.</summary>
    public string ToRow()
    {
        var medians = _values.Select(values => Text(Median(values), "0"));
        var ratios = _values[1..].Select(others => Text(
            Median(_values[0].Zip(others, (first, other) => moreIsBetter ? first / other : other / first)), "0.00"));

        return $"| {name} | {string.Join(" | ", medians)} | {string.Join(" | ", ratios)} |";
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
