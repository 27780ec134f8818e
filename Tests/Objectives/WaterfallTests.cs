using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Objectives;

/// <summary>Each number that a waterfall is computed from moves it, and by how much is reckoned here by hand.</summary>
[TestFixture]
public sealed class WaterfallTests
{
    private const string Traffic = "traffic";
    private const string Settlement = "settlement";

    /// <summary>As many seconds as docs/objectives.md says, by other sums than the program's.</summary>
    [Test]
    public void Of_the_default_settings_it_is_what_a_person_reckons()
    {
        Assert.That(Judged.Default.Of(Traffic).WorstSeconds, Is.EqualTo(48 + 60));
        Assert.That(Judged.Default.Of(Settlement).WorstSeconds, Is.EqualTo(
            108 + (60 + 120 + 30) + (60 + 30) + (4 * 21) + 45 + 180 + (20 + 18) + 55 + 60));
        Assert.That(Judged.Default.Of(Settlement).Besides.Select(term => term.Seconds), Is.EqualTo(new[] { 810 + 120, 810 + 360 + 60, 660 + 60 + 30 + 360 + 60 }));
    }

    [Test]
    public void All_variants_keep_their_objectives()
    {
        var judged = SynthesizedStack.Variants.Select(stack => (HasDoor: stack.File["output"]!["dns_failover_domain"] is not null, Report: Judged.Of(stack))).ToArray();

        Assert.That(judged.SelectMany(each => each.Report?.Missed ?? []), Is.Empty);
        Assert.That(judged.Select(each => each.Report is not null), Is.EqualTo(judged.Select(each => each.HasDoor)), "only without a door nothing is judged");
    }

    [TestCase("aws_route53_health_check", "primary_api", "request_interval", 30, 60)]
    [TestCase("aws_route53_health_check", "primary_pay", "failure_threshold", 4, 16)]
    [TestCase("aws_route53_health_check", "secondary_api", "request_interval", 30, 0)]
    [TestCase("aws_route53_record", "primary_failover-pay_primary", "ttl", 120, 60)]
    [TestCase("aws_route53_record", "primary_failover-drill_primary", "ttl", 30, 0)]
    public void What_leads_names_moves_both(string type, string resource, string attribute, int value, int more)
    {
        var moved = Judged.With(file => file.Resource(type, resource)[attribute] = value);

        Assert.That(Gain(moved, Traffic), Is.EqualTo(more));
        Assert.That(Gain(moved, Settlement), Is.EqualTo(more));
    }

    [TestCase("aws_cloudwatch_event_rule", "secondary_deciding", "schedule_expression", "rate(2 minutes)", 60)]
    [TestCase("aws_lambda_function", "secondary_deciding", "timeout", 40, 10)]
    [TestCase("aws_lambda_function", "secondary_watch_probe", "timeout", 20, -10)]
    [TestCase("aws_lambda_function", "secondary_watch_probe", "timeout", 60, 0)]
    [TestCase("aws_lambda_function", "secondary_payments_process", "timeout", 90, 30)]
    [TestCase("aws_lambda_function", "primary_payments_process", "timeout", 90, 0)]
    public void What_decides_and_settles_moves_settlement_alone(string type, string resource, string attribute, object value, int more)
    {
        var moved = Judged.With(file => file.Resource(type, resource)[attribute] = JsonValue.Create(value));

        Assert.That(Gain(moved, Settlement), Is.EqualTo(more));
        Assert.That(Gain(moved, Traffic), Is.Zero);
    }

    [TestCase("BeginReign", "TimeoutSeconds", 15, 10)]
    [TestCase("LeadTraffic", "TimeoutSeconds", 15, 10)]
    [TestCase("RaiseBooks", "TimeoutSeconds", 16, 3)]
    [TestCase("AwaitWriter", "TimeoutSeconds", 6, 5)]
    [TestCase("Reconcile", "TimeoutSeconds", 200, 0)]
    [TestCase("LookAgain", "TimeoutSeconds", 60, 0)]
    public void What_a_state_may_take_moves_it_if_settling_waits_for_it(string state, string attribute, int value, int more)
    {
        Assert.That(Gain(Judged.WithState(state, body => body[attribute] = value), Settlement), Is.EqualTo(more));
    }

    [TestCase("FindWriter", 0, "MaxAttempts", 2, 11)]
    [TestCase("RaiseBooks", 0, "IntervalSeconds", 8, 6)]
    [TestCase("AwaitWriter", 0, "IntervalSeconds", 12, 2)]
    [TestCase("AwaitWriter", 1, "MaxAttempts", 4, 6)]
    public void Tries_and_pauses_count(string state, int retry, string attribute, int value, int more)
    {
        Assert.That(Gain(Judged.WithState(state, body => body["Retry"]![retry]![attribute] = value), Settlement), Is.EqualTo(more));
    }

    [Test]
    public void A_wait_counts_as_far_as_it_outlasts_what_passes_meanwhile()
    {
        var fixedWait = Judged.WithState("AwaitOldStatements", body =>
        {
            body.Remove("TimestampPath");
            body["Seconds"] = 60;
        });

        Assert.That(Gain(fixedWait, Settlement), Is.EqualTo(60));
        Assert.That(Judged.Default.Of(Settlement).Terms.Select(term => term.What), Has.None.EqualTo("AwaitOldStatements"), "its 60 s have passed");
    }

    /// <summary>Where RDS takes less time than it takes to find out whether it was asked, the longer way is the one that asks again.</summary>
    [TestCase(200, 20)]
    [TestCase(30, -150)]
    public void The_promotion_counts_as_the_setting_says(int seconds, int more)
    {
        Assert.That(Gain(Judged.By(objectives => objectives with { PromotionSeconds = seconds }), Settlement), Is.EqualTo(more));
    }

    [Test]
    public void A_promotion_that_takes_longer_than_the_workflow_waits_is_refused()
    {
        var slow = Judged.By(objectives => objectives with { PromotionSeconds = 201, SettlementMinutes = 15 });

        Assert.That(slow.Of(Settlement).Obstacles, Is.EqualTo(new[] { "RDS may take 201 s to promote (Objectives:PromotionSeconds), and workflow-failover-secondary-dev waits for 200 s if each look is quick" }));
        Assert.That(slow.Missed, Has.One.StartsWith("settlement: RDS may take 201 s"));
    }

    [Test]
    public void A_message_that_was_tried_in_vain_comes_again_when_its_queue_shows_it()
    {
        var moved = Judged.With(file => file.Resource("aws_sqs_queue", "secondary_settlement_payments")["visibility_timeout_seconds"] = 720);

        Assert.That(moved.Of(Settlement).Besides[1].Seconds - Judged.Default.Of(Settlement).Besides[1].Seconds, Is.EqualTo(360));
    }

    [Test]
    public void What_never_notices_a_loss_is_said()
    {
        var unwatched = Judged.With(file => file.Resource("aws_route53_record", "primary_failover-pay_primary").Remove("health_check_id"));
        Assert.That(unwatched.Missed, Has.Exactly(2).Contains("pay.payments.invalid leads to the primary however that is"));

        var patient = Judged.With(file => file.Resource("aws_route53_health_check", "primary_failover-api")["child_health_threshold"] = 1);
        Assert.That(patient.Missed, Has.Exactly(2).Contains("api.payments.invalid leads to the primary however that is"), "the switch does not move by itself");

        var silent = Judged.With(file => file.Resource("aws_cloudwatch_event_rule", "secondary_watch_probe")["schedule_expression"] = "rate(2 minutes)");
        Assert.That(silent.Missed, Has.One.Contains("the probe looks every 120 s, and to the decision 90 s without a look are silence"));

        var ended = Judged.With(file =>
        {
            var machine = file.Resource("aws_sfn_state_machine", "secondary_takeover");
            machine["definition"] = ((string)machine["definition"]!).Replace("\"TimeoutSeconds\":900", "\"TimeoutSeconds\":300", StringComparison.Ordinal);
        });
        Assert.That(ended.Missed, Has.One.Contains("workflow-failover-secondary-dev is ended after 300 s, and may need 402 s until the books are raised"));
    }

    [TestCase("rate(1 minute)", 60)]
    [TestCase("rate(40 minutes)", 2400)]
    [TestCase("rate(1 hour)", 3600)]
    [TestCase("rate(2 days)", 172_800)]
    public void A_rate_is_read_as_EventBridge_writes_it(string expression, int seconds)
    {
        Assert.That(Rate.SecondsOf(expression), Is.EqualTo(seconds));
        Assert.That(() => Rate.SecondsOf("cron(30 18 * * ? *)"), Throws.InvalidOperationException.With.Message.Contains("cron"));
        Assert.That(() => Rate.SecondsOf("rate(2 weeks)"), Throws.InvalidOperationException.With.Message.Contains("weeks"));
    }

    private static int Gain(ObjectivesReport moved, string objective) => moved.Of(objective).WorstSeconds - Judged.Default.Of(objective).WorstSeconds;
}
