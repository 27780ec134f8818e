using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Laws;

/// <summary>What the shape of the program promises, read from its sources.</summary>
[TestFixture]
public sealed partial class SourceLaws
{
    [Test]
    public void What_is_regional_does_not_know_that_there_are_two()
    {
        var sources = Sources("Constructs", "Regional").ToArray();

        Assert.That(sources, Is.Not.Empty);
        Assert.That(sources.Where(source => TwoRegions().IsMatch(File.ReadAllText(source))), Is.Empty);
        Assert.That(TwoRegions().IsMatch("if (Region.Role is RegionRole.Primary)"), "the law finds a branch on the role");
    }

    [Test]
    public void Only_the_entry_point_reads_the_process_environment()
    {
        var readers = Sources("Constructs").Concat(Sources("Commands")).Where(source => File.ReadAllText(source).Contains("GetEnvironmentVariable", StringComparison.Ordinal));

        Assert.That(readers, Is.Empty);
        Assert.That(File.ReadAllText(Repository.PathOf("main.cs")), Does.Contain("GetEnvironmentVariable"));
    }

    [Test]
    public void The_payment_domain_knows_nothing_outside_the_runtime()
    {
        var references = typeof(PaymentDr.Payments.Acceptance).Assembly.GetReferencedAssemblies().Select(reference => reference.Name);

        Assert.That(references, Is.Not.Empty.And.All.StartsWith("System."));
    }

    private static IEnumerable<string> Sources(params string[] folder) =>
        Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories);

    [GeneratedRegex("primary|secondary", RegexOptions.IgnoreCase)]
    private static partial Regex TwoRegions();
}
