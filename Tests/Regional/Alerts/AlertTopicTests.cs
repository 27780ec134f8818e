namespace PaymentDr.Tests.Regional.Alerts;

[TestFixture]
public sealed class AlertTopicTests
{
    private static readonly Lazy<SynthesizedStack> Told = new(() => SynthesizedStack.Of(TestSettings.With(
        ("PAYMENTDR__Alerts__Emails__0", "on-call@example.com"), ("PAYMENTDR__Alerts__Emails__1", "risk@example.com"), ("PAYMENTDR__Alerts__Endpoints__0", "https://alerts.example.com/payments"))));

    [Snapshot]
    [TestCase("primary")]
    [TestCase("secondary")]
    public void Topic(string region) => Snapshot.Verify(Told.Value.Slice($"{region}/alerts"));

    [Test]
    public void Everybody_who_is_to_be_told_is_told_by_both_regions()
    {
        var subscriptions = Told.Value.Elements.Where(element => element.Type == "aws_sns_topic_subscription").ToArray();

        foreach (var region in new[] { "primary", "secondary" })
        {
            var topic = Told.Value.Elements.Single(element => element.Type == "aws_sns_topic" && element.Scope == region);
            Assert.That(
                subscriptions.Where(subscription => subscription.Text("topic_arn") == $"${{{topic.Address}.arn}}").Select(subscription => (subscription.Scope, subscription.Text("protocol"), subscription.Text("endpoint"))),
                Is.EqualTo([(region, "email", "on-call@example.com"), (region, "email", "risk@example.com"), (region, "https", "https://alerts.example.com/payments")]));
        }

        Assert.That(SynthesizedStack.Default.Elements.Where(element => element.Type == "aws_sns_topic_subscription"), Is.Empty, "nobody, unless somebody says who");
    }

    /// <summary>Of CloudWatch; what runs under a role of this account is allowed by that role.</summary>
    [TestCase("primary", "us-east-1")]
    [TestCase("secondary", "us-west-2")]
    public void Only_the_alarms_of_this_environment_and_region_may_tell(string region, string code)
    {
        var policy = SynthesizedStack.Default.Elements.Single(element => element.Path == $"{region}/alerts/policy-document");
        var admitted = policy.Body["statement"]!.AsArray().Where(statement => (string?)statement!["effect"] != "Deny").ToArray();

        Assert.That(admitted, Has.Length.EqualTo(1));
        Assert.That(admitted[0]!["principals"]!.ToJsonString(), Is.EqualTo("""[{"identifiers":["cloudwatch.amazonaws.com"],"type":"Service"}]"""));
        Assert.That((string)admitted[0]!["condition"]![0]!["values"]![0]!, Does.StartWith($"arn:aws:cloudwatch:{code}:").And.EndWith($":alarm:alarm-*-{region}-dev"));
    }
}
