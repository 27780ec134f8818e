using System.Reflection;
using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Laws;

/// <summary>What documents name must be there.</summary>
[TestFixture]
public sealed partial class DocumentLaws
{
    /// <summary>Fixture and method.</summary>
    internal static readonly IReadOnlySet<string> Tests = new HashSet<string>(
    [
        .. from type in typeof(DocumentLaws).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
           select $"{type.Name}.{method.Name}",
    ]);

    /// <summary>A claim whose proof was renamed is a claim without one.</summary>
    [Test]
    public void Every_test_that_a_document_names_is_there()
    {
        var named = Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories)
            .SelectMany(document => NamedTest().Matches(File.ReadAllText(document)).Select(match => match.Groups[1].Value))
            .ToArray();

        Assert.That(named, Is.Not.Empty);
        Assert.That(named.Where(test => !Tests.Contains(test)), Is.Empty);
    }

    [GeneratedRegex(@"`(\w+(?:Tests|Laws)\.\w+)`")]
    private static partial Regex NamedTest();
}
