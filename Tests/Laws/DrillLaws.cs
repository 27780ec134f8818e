using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PaymentDr.Functions.Drill;
using PaymentDr.Tests.Automation;

namespace PaymentDr.Tests.Laws;

/// <summary>A drill touches nothing by which customers are led, and ends with its name at home whatever happens.</summary>
[TestFixture]
public sealed class DrillLaws
{
    private const string LeadHome = "LeadHome";

    /// <summary>What moves traffic in other ways than by a metric.</summary>
    private static readonly string[] Movers =
        ["cloudwatch:SetAlarmState", "cloudwatch:PutMetricAlarm", "cloudwatch:DisableAlarmActions", "route53:", "rds:", "states:Start", "application-autoscaling:", "ecs:", "sts:"];

    [Test]
    public void Nothing_of_a_drill_names_what_customers_use()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Named), Is.Empty);
        Assert.That(PartsOf(SynthesizedStack.Default).Count(), Is.GreaterThan(10));

        Assert.That(Named(BrokenFunction("DRILL", """{"door":"https://api.payments.invalid"}""")), Has.One.Contains("api.payments.invalid"));
        Assert.That(Named(BrokenFunction("DRILL", """{"door":"https://pay.payments.invalid"}""")), Has.One.Contains("pay.payments.invalid"));
        Assert.That(Named(BrokenFunction("DRILL_SWITCH_METRIC", "switch-traffic-dev")), Has.One.Contains("switch-traffic-dev"));
        Assert.That(Named(BrokenFunction("DRILL_METRIC_NAMESPACE", "PaymentDr/dev")), Has.One.Contains("namespace of customers' switch"));
        Assert.That(
            Named(SynthesizedStack.Default.BrokenStep("LeadAway", step => step["inputs"]!["Payload"] = """{"metric":"switch-traffic-dev"}""")), Has.One.Contains("switch-traffic-dev"));
    }

    [Test]
    public void Its_roles_may_move_its_own_switch_and_no_other()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Movable), Is.Empty);

        Assert.That(Movable(BrokenStatement("PublishSwitch", statement => statement["condition"]![0]!["values"] = new JsonArray("PaymentDr/dev"))), Has.One.Contains("PaymentDr/dev"));
        Assert.That(Movable(BrokenStatement("PublishSwitch", statement => statement.Remove("condition"))), Has.One.Contains("any namespace"));
        Assert.That(Movable(BrokenStatement("SeeRuns", statement => statement["actions"] = new JsonArray("states:StartExecution"))), Has.One.Contains("states:StartExecution"));
    }

    [Test]
    public void What_leads_customers_does_not_read_what_a_drill_publishes()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Read), Is.Empty);

        var broken = SynthesizedStack.Default.Broken(file => At(file, "secondary/switch-traffic/alarm")["namespace"] = "PaymentDr/dev/drill");
        Assert.That(Read(broken), Has.One.Contains("switch-traffic/alarm"));
        broken = SynthesizedStack.Default.Broken(file => At(file, "secondary/switch-drill/alarm")["namespace"] = "PaymentDr/dev");
        Assert.That(Read(broken), Has.One.Contains("nothing follows the drill's switch"));
    }

    [Test]
    public void Every_way_through_the_document_passes_where_its_name_is_led_home()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Strays), Is.Empty);

        Assert.That(Strays(SynthesizedStack.Default.BrokenStep("AwaitAway", step => step["onFailure"] = "Abort")), Has.One.Contains("AwaitAway ends it"));
        Assert.That(Strays(SynthesizedStack.Default.BrokenStep("Pay", step => step["onCancel"] = "Abort")), Has.One.Contains("Pay ends it"));
        Assert.That(Strays(SynthesizedStack.Default.BrokenStep("Pay", step => step["nextStep"] = "Report")), Has.Some.Contains("Report ends it"));
        Assert.That(Strays(SynthesizedStack.Default.BrokenStep("AwaitHome", step => step["nextStep"] = "LeadAway")), Has.One.Contains("leads away again"));
    }

    [Test]
    public void Every_step_ends_in_time_and_its_failure_counts()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Faults), Is.Empty);
        Assert.That(
            SynthesizedStack.Default.Documents().Single().Steps().Select(step => (string)JsonNode.Parse((string)step["inputs"]!["Payload"]!)!["step"]!),
            Is.EqualTo(Enum.GetNames<DrillStep>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName)));

        Assert.That(Faults(SynthesizedStack.Default.BrokenStep("Pay", step => step.Remove("timeoutSeconds"))), Has.One.Contains("Pay has no timeoutSeconds"));
        Assert.That(Faults(SynthesizedStack.Default.BrokenStep("Pay", step => step["isCritical"] = false)), Has.One.Contains("Pay may fail, and nobody hears of it"));
        Assert.That(Faults(SynthesizedStack.Default.BrokenStep("AwaitAway", step => step["timeoutSeconds"] = 250)), Has.One.Contains("AwaitAway is given up before"));
        Assert.That(Faults(SynthesizedStack.Default.BrokenStep("AwaitAway", step => step["timeoutSeconds"] = 301)), Has.One.Contains("AwaitAway takes longer"));
    }

    [TestCase("PAYMENTDR__Drills__Schedule", "Never", 1)]
    [TestCase("PAYMENTDR__Zone__Delegated", "false", 0)]
    public void Where_none_is_wanted_none_is_held(string variable, string value, int documents)
    {
        var stack = SynthesizedStack.Of(TestSettings.With((variable, value)));

        Assert.That(stack.Documents().Count(), Is.EqualTo(documents));
        Assert.That(stack.Elements.Where(element => element.Text("name") == "schedule-drill-secondary-dev"), Is.Empty);
        Assert.That(stack.Elements.Where(element => element.Path.EndsWith("/drill-target", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void It_is_held_when_the_settings_say_so()
    {
        var stack = SynthesizedStack.Of(TestSettings.With(("PAYMENTDR__Drills__Schedule", "rate(7 days)")));

        Assert.That(stack.Elements.Single(element => element.Text("name") == "schedule-drill-secondary-dev").Text("schedule_expression"), Is.EqualTo("rate(7 days)"));
        Assert.That(SynthesizedStack.Variants.SelectMany(Unheld), Is.Empty);

        Assert.That(Unheld(SynthesizedStack.Default.Broken(file => At(file, "secondary/drilling/document/schedule/drill")["schedule_expression"] = "rate(1 day)")), Has.One.Contains("rate(1 day)"));
        Assert.That(Unheld(SynthesizedStack.Default.Broken(file => At(file, "secondary/drilling/document/schedule/drill-target")["input"] = "{}")), Has.One.Contains("{}"));
        Assert.That(Unheld(SynthesizedStack.Default.Broken(file => At(file, "secondary/drilling/document/schedule/drill-target")["rule"] = "another")), Has.One.Contains("starts nothing"));
    }

    private static IEnumerable<string> Unheld(SynthesizedStack stack)
    {
        var rules = PartsOf(stack).Where(element => element.Type == "aws_cloudwatch_event_rule").ToArray();
        var targets = PartsOf(stack).Where(element => element.Type == "aws_cloudwatch_event_target").ToArray();
        return
        [
            .. stack.Documents().Any() && rules.Length == 0 ? ["no schedule holds it"] : Array.Empty<string>(),
            .. from rule in rules
               where rule.Text("schedule_expression") != stack.Settings!.Drills.Schedule
               select $"it is held at {rule.Text("schedule_expression")}, and not at {stack.Settings!.Drills.Schedule}",
            .. from rule in rules
               where !targets.Any(target => target.Text("rule") == $"${{{rule.Address}.name}}" && target.Text("arn")!.Contains(":automation-definition/", StringComparison.Ordinal))
               select $"{rule} starts nothing",
            .. from target in targets
               where target.Text("input") != $$"""{"{{DrillDocument.StartedBy}}":["schedule"]}"""
               select $"{target} does not say who starts it: {target.Text("input")}",
        ];
    }

    private static IEnumerable<Element> PartsOf(SynthesizedStack stack) => stack.Elements.Where(element => element.Path.Contains("/drilling/", StringComparison.Ordinal));

    private static IEnumerable<string> Named(SynthesizedStack stack)
    {
        var zone = stack.Settings!.Zone.Name;
        var traffic = new Regex($@"(?<![\w.])(api|pay)\.{Regex.Escape(zone)}|switch-traffic-[\w-]+");
        return
        [
            .. from part in PartsOf(stack)
               from Match found in traffic.Matches(part.WithoutMetadata().ToJsonString())
               select $"{part} names {found.Value}",
            .. from function in PartsOf(stack)
               where function.Type == "aws_lambda_function" && (string?)function.Body["environment"]!["variables"]!["DRILL_METRIC_NAMESPACE"] != DrillSpace(stack)
               select $"{function} publishes in the namespace of customers' switch",
        ];
    }

    private static IEnumerable<string> Movable(SynthesizedStack stack) =>
        from document in PartsOf(stack)
        where document.Type == "aws_iam_policy_document"
        from statement in document.Body["statement"]!.AsArray()
        where statement!["principals"] is null
        from action in statement["actions"]!.AsArray().Select(action => (string)action!)
        let space = (string?)statement["condition"]?.AsArray().FirstOrDefault(condition => (string?)condition!["variable"] == "cloudwatch:namespace")?["values"]![0] ?? "any namespace"
        where Movers.Any(mover => action.StartsWith(mover, StringComparison.Ordinal)) || (action == "cloudwatch:PutMetricData" && space != DrillSpace(stack))
        select $"{document}: {action} in {space}";

    private static IEnumerable<string> Read(SynthesizedStack stack)
    {
        var switches = stack.Elements.Where(element => element.Type == "aws_route53_health_check" && element.Text("type") == "CLOUDWATCH_METRIC")
            .Select(check => stack.Referenced(check.Text("cloudwatch_alarm_name")!)).ToArray();
        var own = switches.Where(alarm => alarm.Text("namespace") == DrillSpace(stack)).ToArray();
        return
        [
            .. own.Where(alarm => !alarm.Path.Contains("/switch-drill/", StringComparison.Ordinal)).Select(alarm => $"{alarm.Path} reads what a drill publishes"),
            .. switches.Length > 0 && !own.Any(alarm => alarm.Path.Contains("/switch-drill/", StringComparison.Ordinal)) ? ["nothing follows the drill's switch"] : Array.Empty<string>(),
        ];
    }

    private static IEnumerable<string> Strays(SynthesizedStack stack) => stack.Documents().SelectMany(document =>
    {
        var steps = document.Steps().ToDictionary(step => (string)step["name"]!);
        var (before, after) = (Reach(steps, document.Steps()[0], LeadHome), Reach(steps, steps[LeadHome], null));
        return before.Where(name => name != LeadHome && Ends(steps[name])).Select(name => $"{name} ends it before its name is led home")
            .Concat(after.Where(name => name == "LeadAway").Select(_ => "after it was led home it leads away again"));
    });

    /// <param name="stop">Where nobody goes on; null for the end.</param>
    private static HashSet<string> Reach(Dictionary<string, JsonObject> steps, JsonObject from, string? stop)
    {
        var (reached, left) = (new HashSet<string>(), new Stack<string>([(string)from["name"]!]));
        while (left.TryPop(out var name))
        {
            if (reached.Add(name) && name != stop)
            {
                foreach (var target in Targets(steps[name]))
                {
                    left.Push(target);
                }
            }
        }

        return reached;
    }

    private static IEnumerable<string> Targets(JsonObject step) =>
        new[] { (string?)step["nextStep"], Target(step, "onFailure"), Target(step, "onCancel") }.OfType<string>();

    private static string? Target(JsonObject step, string property) => ((string?)step[property])?.Split(':') is ["step", var name] ? name : null;

    private static bool Ends(JsonObject step) => (string?)step["onFailure"] == "Abort" || (string?)step["onCancel"] == "Abort" || step["isEnd"] is not null;

    private static IEnumerable<string> Faults(SynthesizedStack stack) =>
        (from document in stack.Documents()
         from step in document.Steps()
         from fault in Faults(step)
         select $"{step["name"]} {fault}")
        .Concat(
            from part in PartsOf(stack)
            where part.Type == "aws_ssm_document" && (part.Text("document_type"), part.Text("document_format")) != ("Automation", "JSON")
            select $"{part} is not one that Systems Manager runs");

    private static IEnumerable<string> Faults(JsonObject step)
    {
        foreach (var missing in new[] { "timeoutSeconds", "maxAttempts", "onFailure", "onCancel" }.Where(property => !step.ContainsKey(property)))
        {
            yield return $"has no {missing}";
        }

        if ((bool?)step["isCritical"] is not true)
        {
            yield return "may fail, and nobody hears of it";
        }

        var seconds = (int?)step["timeoutSeconds"] ?? 0;
        if (seconds > AutomationStep.LongestSeconds)
        {
            yield return "takes longer than a step may";
        }

        if (((string)step["name"]!).StartsWith("Await", StringComparison.Ordinal) && seconds < DrillFollower.Patience.TotalSeconds + 30)
        {
            yield return "is given up before it can say what it saw";
        }
    }

    private static string DrillSpace(SynthesizedStack stack) => $"PaymentDr/{stack.Settings!.Naming.Suffix}/drill";

    private static SynthesizedStack BrokenFunction(string variable, string value) =>
        SynthesizedStack.Default.Broken(file => At(file, "secondary/drilling/drill/function")["environment"]!["variables"]![variable] = value);

    private static SynthesizedStack BrokenStatement(string sid, Action<JsonObject> change) => SynthesizedStack.Default.Broken(file =>
        change(At(file, "secondary/drilling/drill/role/permissions", "data")["statement"]!.AsArray().Single(statement => (string)statement!["sid"]! == sid)!.AsObject()));

    private static JsonObject At(JsonObject file, string path, string kind = "resource")
    {
        var element = SynthesizedStack.Default.Elements.Single(each => each.Path == path);
        return file[kind]![element.Type]![element.LogicalId]!.AsObject();
    }
}
