using System.Globalization;

namespace PaymentDr.Tests.Objectives;

/// <summary>What documents say of the objectives, against what is computed.</summary>
[TestFixture]
public sealed class ObjectivesDocumentTests
{
    private static readonly string Document = Text("docs", "objectives.md");

    [TestCase("Traffic", "traffic")]
    [TestCase("Settlement", "settlement")]
    public void The_waterfalls_are_those_that_are_computed(string section, string objective)
    {
        var waterfall = Judged.Default.Of(objective);
        var from = 0;
        var computed = new List<string>();
        foreach (var term in waterfall.Terms)
        {
            computed.Add($"{from} | {term.Seconds} | {term.What} | {term.Sum} | {term.From}");
            from += term.Seconds;
        }

        Assert.That(Rows(section, columns: 5), Is.EqualTo(computed));
        Assert.That(Section(section), Does.Contain($"**{waterfall.WorstSeconds} s.**"));
        Assert.That(Rows(section, columns: 3), Is.EqualTo(waterfall.Besides.Select(term => $"{term.What} | {term.Seconds} | {term.Sum}")));
    }

    [Test]
    public void So_is_what_may_be_lost()
    {
        Assert.That(Rows("What may be lost", columns: 4), Is.EqualTo(Judged.Default.Losses.Select(loss =>
            $"{loss.Of} | {(loss.Seconds is { } lost ? $"{lost} s" : "not bounded")} | {(loss.AllowedSeconds is { } allowed ? $"{allowed} s" : "none")} | {loss.Why}")));
    }

    [Test]
    public void So_is_the_error_budget()
    {
        var budget = Judged.Default.Budget;
        foreach (var number in new[] { $"{budget.SecondsPerMonth:0.#} s", $"{budget.LossesPerMonth:0.0}", $"{budget.SecondsPerYear:0.#} s", $"{budget.LossesPerYear:0.0}" })
        {
            Assert.That(Section("Error budget"), Does.Contain(string.Create(CultureInfo.InvariantCulture, $"**{number}**")));
        }
    }

    [Test]
    public void The_strategy_and_the_README_say_the_same_numbers()
    {
        var (traffic, settlement) = (Judged.Default.Of("traffic").WorstSeconds, Judged.Default.Of("settlement").WorstSeconds);
        var withoutImage = Judged.Of(SynthesizedStack.WithoutImage)!.Of("settlement").WorstSeconds;
        var started = Judged.Default.Of("settlement").Terms.TakeWhile(term => term.What != "BeginReign").Sum(term => term.Seconds);

        Assert.That(Text("docs", "strategy.md"), Does.Contain($"taken on again after {traffic} s, and what is taken on is settled again after {settlement} s").And.Contain($"**{started} s** from the loss"));
        Assert.That(Text("README.md"), Does.Contain($"within {traffic} s").And.Contain($"settled again {settlement} s after the loss").And.Contain($"{started} s after the loss at the latest"));
        Assert.That(Text("README.md"), Does.Contain($"settled again after {settlement} s; without an").And.Contain($"after {settlement} - {settlement - withoutImage} = {withoutImage} s"));
    }

    private static string Text(params string[] path) => File.ReadAllText(Repository.PathOf(path));

    private static string Section(string title) => Document.Split("\n## ").Single(section => section.StartsWith($"{title}\n", StringComparison.Ordinal));

    /// <summary>Without the heads of tables and their rules.</summary>
    private static IEnumerable<string> Rows(string section, int columns) => Section(section).Split('\n')
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .Where(cells => cells.Length == columns + 2)
        .Select(cells => string.Join(" | ", cells[1..^1]))
        .Where(row => !row.StartsWith("---", StringComparison.Ordinal) && !row.StartsWith("from |", StringComparison.Ordinal) && !row.StartsWith(" |", StringComparison.Ordinal));
}
