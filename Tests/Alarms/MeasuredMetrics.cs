using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Alarms;

/// <summary>What the programs measure, read from their sources: each metric with the dimensions that it is measured by.</summary>
internal static partial class MeasuredMetrics
{
    public static IReadOnlySet<(string Name, string Dimensions)> All { get; } = new HashSet<(string, string)>(
        from folder in new[] { "Functions", "Service" }
        from file in Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
        from measured in Measured().Matches(File.ReadAllText(file))
        let dimensions = string.Join(", ", Dimension().Matches(measured.Groups[1].Value).Select(dimension => dimension.Groups[1].Value))
        from metric in Metric().Matches(measured.Groups[2].Value)
        select (metric.Groups[1].Value, dimensions));

    /// <summary>Up to the end of the statement.</summary>
    [GeneratedRegex(@"new Metrics\((.*?)\)(\s*\.(?:Count|Seconds)\(.*?);", RegexOptions.Singleline)]
    private static partial Regex Measured();

    [GeneratedRegex("""\("(\w+)",""")]
    private static partial Regex Dimension();

    [GeneratedRegex(@"\.(?:Count|Seconds)\(""(\w+)""")]
    private static partial Regex Metric();
}
