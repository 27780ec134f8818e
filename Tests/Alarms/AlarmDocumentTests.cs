namespace PaymentDr.Tests.Alarms;

/// <summary>The table in docs/alarms.md, against what is synthesized.</summary>
[TestFixture]
public sealed class AlarmDocumentTests
{
    private const string Document = "alarms.md";

    private const string Name = "alarms";

    private static readonly Lazy<string[]> Written = new(() =>
        [.. File.ReadAllText(Repository.PathOf("docs", Document)).Split($"<!-- {Name} -->")[1].Split("<!--")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries)]);

    [Test]
    public void The_table_is_what_is_synthesized() =>
        GeneratedTables.AreIn(Repository.PathOf("docs", Document), new Dictionary<string, string> { [Name] = AlarmDocument.Table(SynthesizedStack.Default) });

    [Test]
    public void An_alarm_that_is_not_as_it_was_read_is_found()
    {
        Assert.That(Unwritten(SynthesizedStack.Default), Is.Empty);

        var broken = SynthesizedStack.Default.Broken(file => file.FirstResource("aws_cloudwatch_metric_alarm")["threshold"] = 1000);
        Assert.That(Unwritten(broken), Is.Not.Empty);

        broken = SynthesizedStack.Default.Broken(file => file["resource"]!["aws_cloudwatch_metric_alarm"]!.AsObject()
            .Remove(file["resource"]!["aws_cloudwatch_metric_alarm"]!.AsObject().Single(alarm => (string?)alarm.Value!["alarm_name"] == "alarm-probe-silent-secondary-dev").Key));
        Assert.That(Unwritten(broken), Has.One.Contains("`probe-silent`"));
    }

    /// <summary>Rows of one that the other has not.</summary>
    private static IEnumerable<string> Unwritten(SynthesizedStack stack)
    {
        var rows = AlarmDocument.Table(stack).Split('\n');
        return rows.Except(Written.Value).Concat(Written.Value.Except(rows));
    }
}
