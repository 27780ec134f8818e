using System.Text.RegularExpressions;
using PaymentDr.Tests.Alarms;

namespace PaymentDr.Tests.Documents;

/// <summary>Every runbook is found by its alarm, and is of one shape: it is read at night.</summary>
[TestFixture]
public sealed partial class RunbookIndexTests
{
    private const string Folder = "docs/runbooks/";
    private const string Index = $"{Folder}README.md";
    private const int MostLines = 50;

    /// <summary>Older ones, of a shape of their own.</summary>
    private static readonly string[] Own = [$"{Folder}dead-letters.md", $"{Folder}loss-of-the-active-secondary.md"];

    private static readonly string[] Parts = ["**What it means**", "**What to look at**", "**What to do**"];

    private static IEnumerable<MarkdownFile> Runbooks => MarkdownFile.All.Where(document => document.Name.StartsWith(Folder, StringComparison.Ordinal) && document.Name != Index);

    [Test]
    public void Every_runbook_is_in_the_index_and_nothing_else() => Assert.That(
        MarkdownFile.All.Single(document => document.Name == Index).Links.Select(link => $"{Folder}{link}").Distinct(),
        Is.EquivalentTo(Runbooks.Select(runbook => runbook.Name)));

    [Test]
    public void Every_alarm_is_in_the_index_as_it_is_deployed()
    {
        var index = Rows(MarkdownFile.All.Single(document => document.Name == Index).Text)
            .SelectMany(row => Id().Matches(row.Alarms).SelectMany(match => Spelled(match.Value.Trim('`'))).Select(alarm => (alarm, row.Severity, $"{Folder}{row.Runbook}")));

        Assert.That(index, Is.EquivalentTo(DeployedAlarm.Of(SynthesizedStack.Default).Select(alarm => (alarm.Name, alarm.Severity.ToLowerInvariant(), alarm.Runbook)).Distinct()));
    }

    [Test]
    public void Every_runbook_is_of_one_shape() => Assert.That(Runbooks.Where(runbook => !Own.Contains(runbook.Name)).Select(Fault).OfType<string>(), Is.Empty);

    [TestCase("# x\n**What it means** **What to look at** **What to do**\n    aws sts get-caller-identity\n", "no table")]
    [TestCase("# x\n**What it means** **What to do** **What to look at**\n|---|---|\n", "**What to do**")]
    [TestCase("x\n**What it means** **What to look at** **What to do**\n|---|---|\n", "no title")]
    public void A_runbook_of_another_shape_is_found(string text, string fault) => Assert.That(Fault(new MarkdownFile("x.md", text)), Does.Contain(fault));

    private static string? Fault(MarkdownFile runbook)
    {
        var places = Parts.Select(part => runbook.Text.IndexOf(part, StringComparison.Ordinal)).ToArray();
        return !runbook.Text.StartsWith("# ", StringComparison.Ordinal) ? $"{runbook.Name} has no title"
            : places.Contains(-1) || !places.SequenceEqual(places.Order()) ? $"{runbook.Name} has not {string.Join(", ", Parts)}, in this order"
            : !runbook.Text.Contains("|---|", StringComparison.Ordinal) ? $"{runbook.Name} has no table of what an answer means"
            : runbook.Text.TrimEnd().Split('\n').Length > MostLines ? $"{runbook.Name} is longer than {MostLines} lines"
            : null;
    }

    /// <summary>Each of what a shell would make of braces.</summary>
    private static IEnumerable<string> Spelled(string name) => Braces().Match(name) is { Success: true } braces
        ? braces.Groups[1].Value.Split(',').SelectMany(word => Spelled($"{name[..braces.Index]}{word}{name[(braces.Index + braces.Length)..]}"))
        : [name];

    private static IEnumerable<(string Alarms, string Severity, string Runbook)> Rows(string index) =>
        Row().Matches(index).Select(match => (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value));

    [GeneratedRegex(@"\{([^}]+)\}")]
    private static partial Regex Braces();

    [GeneratedRegex(@"^\| (.+?) \| (.*?) ?\| \[[^\]]+\]\(([^)]+)\) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`[^`]+`")]
    private static partial Regex Id();
}
