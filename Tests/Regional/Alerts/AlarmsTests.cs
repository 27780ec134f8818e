using PaymentDr.Tests.Alarms;

namespace PaymentDr.Tests.Regional.Alerts;

[TestFixture]
public sealed class AlarmsTests
{
    [Snapshot]
    [TestCase("primary")]
    [TestCase("secondary")]
    public void Alarms(string region) => Snapshot.Verify(SynthesizedStack.Default.Slice($"{region}/alarms"));

    /// <summary>An alarm on nothing would ring for ever, or never.</summary>
    [Test]
    public void What_is_not_there_is_not_watched()
    {
        Assert.That(Names("PAYMENTDR__Doors__Pay", "false"), Has.None.StartsWith("pay-").And.None.Contains("-pay-").And.Some.StartsWith("api-"));
        Assert.That(Names("PAYMENTDR__Doors__Api", "false"), Has.None.StartsWith("api-").And.None.Contains("-api-").And.Some.StartsWith("pay-"));

        var alone = Names("PAYMENTDR__Zone__Delegated", "false");
        Assert.That(alone, Has.None.StartsWith("peer-ill").And.None.StartsWith("error-budget").And.None.StartsWith("probe-").And.None.StartsWith("certificate-"));
        Assert.That(alone, Has.Some.EqualTo("dead-letters").And.Some.EqualTo("books-cpu").And.Some.EqualTo("process-does-not-run"));
    }

    /// <summary>14.4 and 6 times as fast as a month's objective allows.</summary>
    [TestCase("99.99", 0.00144, 0.0006)]
    [TestCase("99.9", 0.0144, 0.006)]
    public void The_error_budget_is_that_of_the_objective(string percent, double fast, double slow)
    {
        var stack = SynthesizedStack.Of(TestSettings.With(("PAYMENTDR__Objectives__AvailabilityPercent", percent)));
        var alarms = DeployedAlarm.Of(stack).ToLookup(alarm => alarm.Name, alarm => alarm.Threshold);

        Assert.That(alarms["error-budget-fast"], Is.EqualTo([fast, fast]));
        Assert.That(alarms["error-budget-slow"], Is.EqualTo([slow, slow]));
    }

    [Test]
    public void An_alarm_on_what_another_region_publishes_is_refused()
    {
        var stack = new TerraformStack(Testing.App(), "alarms");
        var settings = TestSettings.Default;
        var (home, away) = (new Region(stack, RegionRole.Primary, settings.Primary, settings.Naming), new Region(stack, RegionRole.Secondary, settings.Secondary, settings.Naming));
        var topic = new AlertTopic(home, new EncryptionKeys(home, settings.Protection).Logs, settings.Alerts);
        var rule = new AlarmRule("far", Severity.Page, new Metric(away, "AWS/SQS", "Age", Statistic.Maximum), Limit.Above(1), Window.Minutes(1, of: 1), Missing.IsWell, "none", "None.");

        Assert.That(() => new Alarm(topic, rule, topic), Throws.ArgumentException.With.Message.Contains("'far' of us-east-1 reads what is published in us-west-2"));
    }

    private static IEnumerable<string> Names(string variable, string value) => DeployedAlarm.Of(SynthesizedStack.Of(TestSettings.With((variable, value)))).Select(alarm => alarm.Name).ToArray();
}
