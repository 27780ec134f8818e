namespace PaymentDr.Tests.CrossRegion;

[TestFixture]
public sealed class FailoverPairTests
{
    [Snapshot]
    [TestCase("api")]
    [TestCase("pay")]
    [TestCase("drill")]
    public void Pair(string purpose) => Snapshot.Verify(SynthesizedStack.Default.Slice($"primary/failover-{purpose}"));

    [TestCase("true", "api.payments.invalid")]
    [TestCase("false", "pay.payments.invalid")]
    public void Outputs_name_the_first_open_door_and_the_drill_s(string api, string name)
    {
        var outputs = SynthesizedStack.Of(TestSettings.With(("PAYMENTDR__Doors__Api", api))).File["output"]!;

        Assert.That((Value("dns_failover_domain"), Value("drill_domain")), Is.EqualTo((name, "drill.payments.invalid")));

        string Value(string output) => outputs[output]!["value"]!.GetValue<string>();
    }

    [Test]
    public void Drills_come_in_by_the_balancers_where_there_is_no_API()
    {
        var stack = SynthesizedStack.Of(TestSettings.With(("PAYMENTDR__Doors__Api", "false")));
        var targets = stack.Elements
            .Where(element => element.Type == "aws_route53_record" && element.Text("name") == "drill.payments.invalid")
            .Select(record => stack.Referenced(record.Body["alias"]!["name"]!.GetValue<string>()));

        Assert.That(targets.Select(target => (target.Type, target.Scope)), Is.EqualTo(new[] { ("aws_lb", "primary"), ("aws_lb", "secondary") }));
    }
}
