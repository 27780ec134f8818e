using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Laws;

/// <summary>
/// Names that customers use lead to the primary while its door is well and the switch is not moved, and to the secondary otherwise: nothing else decides, and
/// nothing of it hangs on a region that may be lost.
/// </summary>
[TestFixture]
public sealed class FailoverLaws
{
    private const string Drill = "drill";

    /// <summary>In the order in which they are opened.</summary>
    private static readonly (string Door, string Type)[] Doors = [("api", "aws_api_gateway_rest_api"), ("pay", "aws_ecs_service")];

    /// <summary>By which two names of AWS's are one thing.</summary>
    private static readonly string[] Targets = ["name", "zone_id"];

    /// <summary>What an alarm may change of without being another one to Route 53.</summary>
    private static readonly string[] Indecisive = ["//", "alarm_description", "alarm_name", "provider"];

    [Test]
    public void Every_open_door_has_a_pair_and_drills_have_one()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(WrongPairs), Is.Empty);
        Assert.That(PairsOf(SynthesizedStack.Default).Select(pair => pair.Key), Is.EquivalentTo(new[] { "api.payments.invalid", "pay.payments.invalid", "drill.payments.invalid" }));
        Assert.That(PairsOf(SynthesizedStack.WithoutImage).Select(pair => pair.Key), Is.EquivalentTo(new[] { "api.payments.invalid", "drill.payments.invalid" }));
        Assert.That(PairsOf(SynthesizedStack.Of(TestSettings.WithoutImage(("PAYMENTDR__Doors__Api", "false")))), Is.Empty, "where no door is open no drill can be");

        Assert.That(WrongPairs(Broken("failover-drill/secondary", record => record["name"] = "api.payments.invalid")), Has.Some.Contains("api.payments.invalid"));
        Assert.That(WrongPairs(SynthesizedStack.Default.Broken(file => file["resource"]!.AsObject().Remove("aws_ecs_service"))), Has.One.Contains("pay.payments.invalid leads somewhere, and no door is open"));
        Assert.That(WrongPairs(Broken("api/own/record", record => record["name"] = "api.payments.invalid")), Has.One.Contains("api.payments.invalid has 3 records"));
    }

    [Test]
    public void The_first_record_has_a_check_of_both_and_the_second_none()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(WrongAnswers), Is.Empty);

        Assert.That(WrongAnswers(Broken("failover-api/primary", record => record.Remove("health_check_id"))), Has.One.Contains("never given up"));
        Assert.That(WrongAnswers(Broken("failover-api/check", check => check["child_health_threshold"] = 1)), Has.One.Contains("never given up"));
        Assert.That(WrongAnswers(Broken("failover-api/check", check => check["type"] = "HTTPS")), Has.One.Contains("never given up"));
        Assert.That(
            WrongAnswers(Broken("failover-api/secondary", record => record["health_check_id"] = "${aws_route53_health_check.secondary_api_health_check.id}")),
            Has.One.Contains("could be ill, and send traffic back"));
        Assert.That(WrongAnswers(Broken("failover-api/secondary", record => record["alias"]!["evaluate_target_health"] = true)), Has.One.Contains("could be ill, and send traffic back"));
        Assert.That(WrongAnswers(Broken("failover-api/primary", record => record["alias"]!["evaluate_target_health"] = true)), Has.One.Contains("two opinions"));
        Assert.That(
            WrongAnswers(Broken("failover-api/secondary", record => record["set_identifier"] = "record-api-primary-dev")),
            Has.One.Contains("cannot be told apart"));
    }

    [Test]
    public void Both_are_the_primary_s_own_door_and_a_switch_in_the_secondary()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(WrongChildren), Is.Empty);

        Assert.That(WrongChildren(BrokenChild("pay", 0, "primary/api/health/check")), Has.One.Contains("pay.payments.invalid is judged by primary.api.payments.invalid"));
        Assert.That(WrongChildren(BrokenChild("api", 0, "secondary/api/health/check")), Has.One.Contains("api.payments.invalid is judged by secondary.api.payments.invalid"));
        Assert.That(WrongChildren(BrokenChild("api", 1, "primary/api/health/check")), Has.One.Contains("has not one endpoint and one switch"));
        Assert.That(WrongChildren(Broken("primary/api/health/check", check => check["resource_path"] = "/alive")), Has.Exactly(2).Contains("is judged by"));
    }

    [Test]
    public void A_switch_needs_nothing_of_the_primary_and_holds_what_it_was_told()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(WrongSwitches), Is.Empty);

        Assert.That(WrongSwitches(Broken("switch-traffic/alarm", alarm => alarm["provider"] = "aws.primary")), Has.One.Contains("not in the secondary"));
        Assert.That(WrongSwitches(Broken("switch-traffic/check", check => check["cloudwatch_alarm_region"] = "us-east-1")), Has.One.Contains("not in the secondary"));
        Assert.That(WrongSwitches(Broken("switch-traffic/check", check => check["insufficient_data_health_status"] = "Healthy")), Has.One.Contains("forgets"));
        Assert.That(WrongSwitches(Broken("switch-traffic/alarm", alarm => alarm["treat_missing_data"] = "notBreaching")), Has.One.Contains("forgets"));
        Assert.That(WrongSwitches(Broken("switch-traffic/alarm", alarm => alarm["datapoints_to_alarm"] = 1)), Has.One.Contains("would not be read again when datapoints_to_alarm changes"));
        Assert.That(WrongSwitches(Broken("switch-traffic/alarm", alarm => alarm["alarm_actions"] = new JsonArray("arn"))), Has.One.Contains("acts by itself"));
        Assert.That(WrongSwitches(Broken("switch-traffic/alarm", alarm => alarm["period"] = 30)), Has.One.Contains("Route 53 reads no such alarm"));
        Assert.That(WrongSwitches(Broken("switch-traffic/alarm", alarm => alarm["threshold"] = 2)), Has.One.Contains("does not move as soon"));
        Assert.That(WrongSwitches(Broken("switch-traffic/check", check => check.Remove("lifecycle"))), Has.One.Contains("would undo what people did"));
    }

    /// <summary>Otherwise nobody would move it.</summary>
    [Test]
    public void The_probe_of_the_secondary_publishes_what_the_switch_of_customers_reads()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Unpublished), Is.Empty);

        Assert.That(Unpublished(Broken("switch-traffic/alarm", alarm => alarm["metric_name"] = "switch-drill-dev")), Has.One.Contains("switch-traffic/alarm"));
        Assert.That(Unpublished(Broken("switch-traffic/alarm", alarm => alarm["namespace"] = "AWS/Route53")), Has.One.Contains("switch-traffic/alarm"));
    }

    [Test]
    public void A_drill_moves_no_customer()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(SharedSwitches), Is.Empty);

        Assert.That(SharedSwitches(BrokenChild("drill", 1, "secondary/switch-traffic/check")), Has.One.Contains("moved by a drill"));
        Assert.That(SharedSwitches(BrokenChild("api", 1, "secondary/switch-drill/check")), Has.Some.Contains("moved by a drill"));
        Assert.That(SharedSwitches(BrokenChild("api", 1, "secondary/switch-drill/check")), Has.Some.Contains("two switches of customers"));
        Assert.That(SharedSwitches(Broken("switch-drill/alarm", alarm => alarm["metric_name"] = "switch-traffic-dev")), Has.One.Contains("moved by a drill"));
    }

    [Test]
    public void Checks_look_neither_at_each_other_in_a_chain_nor_at_names_that_hang_on_them()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Circles), Is.Empty);

        Assert.That(Circles(BrokenChild("api", 0, "primary/failover-pay/check")), Has.One.Contains("looks at a calculated check"));
        Assert.That(Circles(Broken("primary/api/health/check", check => check["fqdn"] = "api.payments.invalid")), Has.One.Contains("asks api.payments.invalid"));
    }

    [Test]
    public void A_record_leads_to_the_region_that_it_stands_for()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(WrongTargets), Is.Empty);

        Assert.That(WrongTargets(BrokenTarget("failover-api/secondary", "primary/api/failover/domain")), Has.Exactly(2).Contains("leads to primary"));
        Assert.That(WrongTargets(BrokenTarget("failover-drill/primary", "primary/api/failover/domain")), Has.Exactly(2).Contains("drill.payments.invalid leads to what answers to api.payments.invalid"));
    }

    [Test]
    public void Checks_look_as_often_as_the_settings_say()
    {
        var stack = SynthesizedStack.Of(TestSettings.With(("PAYMENTDR__HealthChecks__IntervalSeconds", "30"), ("PAYMENTDR__HealthChecks__Failures", "2")));

        Assert.That(
            Checks(stack, "HTTPS").Select(check => (check.Body["request_interval"]!.GetValue<int>(), check.Body["failure_threshold"]!.GetValue<int>())),
            Is.EqualTo(Enumerable.Repeat((30, 2), 4)));
    }

    private static IEnumerable<string> WrongPairs(SynthesizedStack stack)
    {
        var expected = Expected(stack);
        return PairsOf(stack).Where(pair => !expected.Contains(pair.Key)).Select(pair => $"{pair.Key} leads somewhere, and no door is open")
            .Concat(from name in expected
                    let records = stack.Elements.Where(element => element.Type == "aws_route53_record" && element.Text("name") == name).Select(TypeOf).ToArray()
                    where !records.Order(StringComparer.Ordinal).SequenceEqual(["PRIMARY", "SECONDARY"])
                    select $"{name} has {records.Length} records: {string.Join(", ", records)}");
    }

    private static IEnumerable<string> WrongAnswers(SynthesizedStack stack)
    {
        foreach (var pair in PairsOf(stack))
        {
            var (first, second) = (pair.Single(record => TypeOf(record) == "PRIMARY"), pair.Single(record => TypeOf(record) == "SECONDARY"));
            var check = first.Text("health_check_id") is { } id ? stack.Referenced(id) : null;
            if (check is null || check.Text("type") != "CALCULATED" || check.Body["child_health_threshold"]!.GetValue<int>() != 2 || check.Body["child_healthchecks"]!.AsArray().Count != 2)
            {
                yield return $"{pair.Key} is never given up, or not by the verdict of both";
            }

            if (EvaluatesTarget(first))
            {
                yield return $"{pair.Key} has two opinions of the primary";
            }

            if (second.Text("health_check_id") is not null || EvaluatesTarget(second))
            {
                yield return $"{second} could be ill, and send traffic back";
            }

            if (first.Text("set_identifier") == second.Text("set_identifier"))
            {
                yield return $"the records of {pair.Key} cannot be told apart";
            }
        }
    }

    private static IEnumerable<string> WrongChildren(SynthesizedStack stack)
    {
        foreach (var pair in PairsOf(stack))
        {
            var children = ChildrenOf(stack, pair);
            if (!children.Select(child => child.Text("type")).Order(StringComparer.Ordinal).SequenceEqual(["CLOUDWATCH_METRIC", "HTTPS"]))
            {
                yield return $"{pair.Key} has not one endpoint and one switch";
                continue;
            }

            var endpoint = children.Single(child => child.Text("type") == "HTTPS");
            if (endpoint.Text("fqdn") != $"primary.{DoorBehind(stack, pair.Key)}" || endpoint.Text("resource_path") != "/health")
            {
                yield return $"{pair.Key} is judged by {endpoint.Text("fqdn")}{endpoint.Text("resource_path")}";
            }
        }
    }

    private static IEnumerable<string> WrongSwitches(SynthesizedStack stack)
    {
        foreach (var check in Checks(stack, "CLOUDWATCH_METRIC"))
        {
            var alarm = AlarmOf(stack, check);
            if (stack.RegionOf(alarm) != stack.RegionOf("secondary") || check.Text("cloudwatch_alarm_region") != stack.RegionOf("secondary"))
            {
                yield return $"{alarm} is not in the secondary, or looked for elsewhere";
            }

            if (check.Text("insufficient_data_health_status") != "LastKnownStatus" || alarm.Text("treat_missing_data") != "missing")
            {
                yield return $"{check} forgets when its metric is missing";
            }

            foreach (var argument in alarm.Body.Select(argument => argument.Key).Except(Indecisive))
            {
                if (check.Body["triggers"]?[argument]?.GetValue<string>() != $"${{{alarm.Address}.{argument}}}")
                {
                    yield return $"{alarm} would not be read again when {argument} changes";
                }
            }

            if (alarm.Body["alarm_actions"] is not null || alarm.Body["ok_actions"] is not null || alarm.Body["insufficient_data_actions"] is not null)
            {
                yield return $"{alarm} acts by itself";
            }

            if (alarm.Text("statistic") != "Maximum" || alarm.Body["period"]!.GetValue<int>() < 60 || alarm.Body["metric_query"] is not null)
            {
                yield return $"{alarm}: Route 53 reads no such alarm";
            }

            if (alarm.Text("comparison_operator") != "GreaterThanOrEqualToThreshold" || alarm.Body["threshold"]?.ToJsonString() != "1" || alarm.Body["evaluation_periods"]?.ToJsonString() != "1")
            {
                yield return $"{alarm} does not move as soon as its metric is 1";
            }

            if (check.Body["lifecycle"]?["ignore_changes"]?.ToJsonString() != """["disabled"]""")
            {
                yield return $"the next deployment of {check} would undo what people did";
            }
        }
    }

    private static IEnumerable<string> Unpublished(SynthesizedStack stack)
    {
        var published = stack.Elements
            .Where(element => element.Type == "aws_lambda_function" && element.Text("handler") == "probe" && element.Scope == "secondary")
            .Select(probe => probe.Body["environment"]!["variables"]!["SWITCH_METRIC"]!.GetValue<string>());
        return from pair in PairsOf(stack)
               where !IsDrill(pair)
               let alarm = AlarmOf(stack, SwitchOf(stack, pair))
               where alarm.Text("namespace") != $"PaymentDr/{stack.Settings!.Naming.Suffix}" || !published.Contains(alarm.Text("metric_name"))
               group pair by alarm.Path into alarms
               select $"nobody publishes what {alarms.Key} reads";
    }

    private static IEnumerable<string> SharedSwitches(SynthesizedStack stack)
    {
        var metrics = PairsOf(stack).ToLookup(IsDrill, pair => AlarmOf(stack, SwitchOf(stack, pair)).Text("metric_name"));
        return metrics[false].Intersect(metrics[true]).Select(metric => $"customers are moved by a drill: {metric}")
            .Concat(metrics[false].Distinct().Skip(1).Select(metric => $"there are two switches of customers: {metric}"));
    }

    private static IEnumerable<string> Circles(SynthesizedStack stack)
    {
        var names = PairsOf(stack).Select(pair => pair.Key).ToHashSet();
        return (from check in Checks(stack, "CALCULATED")
                where Children(stack, check).Any(child => child.Text("type") == "CALCULATED")
                select $"{check} looks at a calculated check")
            .Concat(from check in stack.Elements
                    where check.Type == "aws_route53_health_check" && names.Contains(check.Text("fqdn") ?? "")
                    select $"{check} asks {check.Text("fqdn")}, which hangs on checks");
    }

    private static IEnumerable<string> WrongTargets(SynthesizedStack stack)
    {
        foreach (var record in PairsOf(stack).SelectMany(pair => pair))
        {
            foreach (var target in Targets.Select(part => stack.Referenced(record.Body["alias"]![part]!.GetValue<string>())))
            {
                if (!string.Equals(target.Scope, TypeOf(record), StringComparison.OrdinalIgnoreCase))
                {
                    yield return $"{record} leads to {target.Scope}";
                }

                if (target.Text("domain_name") is { } name && name != record.Text("name"))
                {
                    yield return $"{record.Text("name")} leads to what answers to {name}";
                }
            }
        }
    }

    private static IGrouping<string, Element>[] PairsOf(SynthesizedStack stack) =>
        [.. stack.Elements.Where(element => element.Body["failover_routing_policy"] is not null).GroupBy(record => record.Text("name")!)];

    /// <summary>The names of open doors, and of drills where there is one.</summary>
    private static string[] Expected(SynthesizedStack stack)
    {
        var open = OpenDoors(stack);
        return open.Length == 0 ? [] : [.. open, $"{Drill}.{Zone(stack)}"];
    }

    private static string[] OpenDoors(SynthesizedStack stack) => [.. Doors.Where(door => stack.Count(door.Type) > 0).Select(door => $"{door.Door}.{Zone(stack)}")];

    /// <summary>Drills come in by the first door.</summary>
    private static string DoorBehind(SynthesizedStack stack, string name) => name.StartsWith($"{Drill}.", StringComparison.Ordinal) ? OpenDoors(stack)[0] : name;

    private static bool IsDrill(IGrouping<string, Element> pair) => pair.Key.StartsWith($"{Drill}.", StringComparison.Ordinal);

    /// <summary>Certificates are for names in it.</summary>
    private static string Zone(SynthesizedStack stack) => stack.Elements.First(element => element.Type == "aws_acm_certificate").Text("domain_name")!.Split('.', 2)[1];

    private static string? TypeOf(Element record) => record.Body["failover_routing_policy"]?["type"]!.GetValue<string>();

    private static bool EvaluatesTarget(Element record) => record.Body["alias"]!["evaluate_target_health"]!.GetValue<bool>();

    private static IEnumerable<Element> Checks(SynthesizedStack stack, string type) =>
        stack.Elements.Where(element => element.Type == "aws_route53_health_check" && element.Text("type") == type);

    private static Element[] ChildrenOf(SynthesizedStack stack, IGrouping<string, Element> pair) =>
        Children(stack, stack.Referenced(pair.Single(record => TypeOf(record) == "PRIMARY").Text("health_check_id")!));

    private static Element[] Children(SynthesizedStack stack, Element check) =>
        [.. check.Body["child_healthchecks"]!.AsArray().Select(child => stack.Referenced(child!.GetValue<string>()))];

    private static Element SwitchOf(SynthesizedStack stack, IGrouping<string, Element> pair) => ChildrenOf(stack, pair).Single(child => child.Text("type") == "CLOUDWATCH_METRIC");

    private static Element AlarmOf(SynthesizedStack stack, Element check) => stack.Referenced(check.Text("cloudwatch_alarm_name")!);

    private static Element At(SynthesizedStack stack, string path) => stack.Elements.Single(element => element.Path.EndsWith(path, StringComparison.Ordinal));

    /// <param name="path">The end of a path that only one element has: in the primary, where it says no region.</param>
    private static SynthesizedStack Broken(string path, Action<JsonObject> change)
    {
        var element = SynthesizedStack.Default.Elements.First(element => element.Path.EndsWith(path, StringComparison.Ordinal));
        return SynthesizedStack.Default.Broken(file => change(file["resource"]![element.Type]![element.LogicalId]!.AsObject()));
    }

    private static SynthesizedStack BrokenChild(string pair, int place, string path) =>
        Broken($"failover-{pair}/check", check => check["child_healthchecks"]![place] = $"${{{At(SynthesizedStack.Default, path).Address}.id}}");

    private static SynthesizedStack BrokenTarget(string record, string path) => Broken(record, body =>
    {
        foreach (var part in Targets)
        {
            body["alias"]![part] = $"${{{At(SynthesizedStack.Default, path).Address}.regional_{part}}}";
        }
    });
}
