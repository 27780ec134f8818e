namespace PaymentDr.Tests.Alarms;

/// <summary>The table in docs/alarms.md, against what is synthesized.</summary>
[TestFixture]
public sealed class AlarmDocumentTests
{
    private static readonly Lazy<HashSet<string>> Written = new(() => [.. File.ReadAllLines(Repository.PathOf("docs", "alarms.md"))]);

    [Test]
    public void The_table_is_what_is_synthesized() =>
        GeneratedTables.AreIn(Repository.PathOf("docs", "alarms.md"), new Dictionary<string, string> { ["alarms"] = AlarmDocument.Table(SynthesizedStack.Default) });

    [Test]
    public void An_alarm_that_is_not_as_it_was_read_is_found()
    {
        Assert.That(Unwritten(SynthesizedStack.Default), Is.Empty);

        var broken = SynthesizedStack.Default.Broken(file => file.FirstResource("aws_cloudwatch_metric_alarm")["threshold"] = 1000);
        Assert.That(Unwritten(broken), Is.Not.Empty);
    }

    private static IEnumerable<string> Unwritten(SynthesizedStack stack) =>
        AlarmDocument.Table(stack).Split('\n').Where(row => !Written.Value.Contains(row));
}
