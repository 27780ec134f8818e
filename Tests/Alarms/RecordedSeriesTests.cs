namespace PaymentDr.Tests.Alarms;

/// <summary>What was measured on certain days, through the thresholds that are synthesized: who is woken, by what, and who is not.</summary>
[TestFixture]
public sealed class RecordedSeriesTests
{
    /// <summary>Of a recording; what changes does so after the first hour.</summary>
    private const int Minutes = 180;

    private static readonly Lazy<DeployedAlarm[]> Alarms = new(() => [.. DeployedAlarm.Of(SynthesizedStack.Default)]);

    /// <summary>By region: alarm, and the minute after the change at which it first rings.</summary>
    private static readonly Dictionary<string, (string[] Primary, string[] Secondary)> Expected = new()
    {
        ["zone-blip"] = ([], []),
        ["region-loss"] = (
            [],
            [
                "peer-ill 2", "replication-silent 4", "acknowledged-by-one 4", "traffic-moved 4", "failover-started 6", "unprotected 31",
            ]),
        ["silent-probe"] = (
            ["replication-silent 4", "unprotected 31"],
            ["probe-silent 4", "probe-does-not-run 4", "replication-silent 4", "synthetic-payment-refused 4"]),
        ["bad-deployment"] = (
            [
                "api-errors 2", "pay-errors 2", "function-errors-health 2", "function-errors-validate 2", "peer-ill 2", "synthetic-payment-refused 2",
                "door-ill-api-own 3", "door-ill-api-other 3", "door-ill-pay-own 3", "door-ill-pay-other 3", "error-budget-fast 0",
            ],
            [
                "api-errors 2", "function-errors-health 2", "function-errors-validate 2", "peer-ill 2", "synthetic-payment-refused 2", "pay-errors 4", "error-budget-fast 0",
            ]),
    };

    [Test]
    public void Nobody_is_told_of_a_healthy_day()
    {
        var recording = Recording.Of();

        Assert.That(Enumerable.Range(0, 24).Select(hour => (hour * 60) + 17).SelectMany(minute => Alarms.Value.Where(alarm => new AlarmState(alarm, recording).RingsAt(minute)).Select(alarm => alarm.Name)), Is.Empty);
    }

    [TestCase("zone-blip")]
    [TestCase("region-loss")]
    [TestCase("silent-probe")]
    [TestCase("bad-deployment")]
    public void Exactly_those_are_woken_who_have_to_be(string name)
    {
        var (primary, secondary) = Expected[name];
        var told = Told(name, Alarms.Value);
        TestContext.Out.WriteLine($"Tickets: {string.Join(", ", told.Where(each => !each.Alarm.IsPage).Select(each => $"{each.Alarm.Element.Scope} {each.Alarm.Name} {each.Minute - 60}"))}");

        Assert.That(Pages(told, "primary"), Is.EquivalentTo(primary), "in the primary");
        Assert.That(Pages(told, "secondary"), Is.EquivalentTo(secondary), "in the secondary");
    }

    /// <summary>A threshold that rings for nothing, or for everything, is not one.</summary>
    [Test]
    public void Another_threshold_wakes_others()
    {
        var deaf = SynthesizedStack.Default.Broken(file => file["resource"]!["aws_cloudwatch_metric_alarm"]!.AsObject().Single(alarm => (string?)alarm.Value!["alarm_name"] == "alarm-peer-ill-secondary-dev").Value!["threshold"] = 0);
        Assert.That(Pages(Told("region-loss", [.. DeployedAlarm.Of(deaf)]), "secondary"), Has.None.StartsWith("peer-ill"));

        var nervous = SynthesizedStack.Default.Broken(file => file["resource"]!["aws_cloudwatch_metric_alarm"]!.AsObject().Single(alarm => (string?)alarm.Value!["alarm_name"] == "alarm-acknowledged-by-one-primary-dev").Value!["datapoints_to_alarm"] = 1);
        Assert.That(Pages(Told("zone-blip", [.. DeployedAlarm.Of(nervous)]), "primary"), Is.EqualTo(["acknowledged-by-one 0"]));
    }

    [Test]
    public void Everything_that_an_alarm_reads_is_recorded_and_nothing_else()
    {
        var read = Alarms.Value.SelectMany(alarm => alarm.Metrics.Values).Select(metric => metric.Series).ToArray();

        Assert.That(Recording.HealthySeries, Is.SubsetOf(read.Select(series => $"{series}").Concat(read.Select(series => $"{series.Namespace} {series.Metric}"))));
    }

    private static (DeployedAlarm Alarm, int Minute)[] Told(string name, DeployedAlarm[] alarms)
    {
        var recording = Recording.Of(name);
        return
        [
            .. from alarm in alarms
               let state = new AlarmState(alarm, recording)
               let first = Enumerable.Range(0, Minutes).Select(minute => (int?)minute).FirstOrDefault(minute => state.RingsAt(minute!.Value) && !recording.IsGone(alarm.Element.Scope, minute.Value))
               where first is not null
               select (alarm, first.Value),
        ];
    }

    private static IEnumerable<string> Pages((DeployedAlarm Alarm, int Minute)[] told, string region) =>
        told.Where(each => each.Alarm.IsPage && each.Alarm.Element.Scope == region).Select(each => $"{each.Alarm.Name} {each.Minute - 60}");
}
