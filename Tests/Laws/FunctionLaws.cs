using System.Text.Json.Nodes;
using PaymentDr.Functions;

namespace PaymentDr.Tests.Laws;

/// <summary>What every function of the file has, besides being the same in both regions, which is the law of symmetry.</summary>
[TestFixture]
public sealed class FunctionLaws
{
    private static readonly string[] PaymentFunctions = ["validate", "process", "reconcile"];

    /// <summary>Interfaces in a network go late, and a function in it needs a way out: who is there has a reason.</summary>
    private static readonly string[] InTheNetwork = ["validate", "process"];

    /// <summary>What watches the primary must not be lost with it, only what was taken over is given back, and it is the secondary that is tried by drills.</summary>
    private static readonly string[] OnlyInTheSecondary = ["decide", "drill", "give-back"];

    [TestCase("primary")]
    [TestCase("secondary")]
    public void Each_region_has_every_function_of_the_program_once_and_health_besides(string region) => Assert.That(
        In(SynthesizedStack.Default, region).Select(function => function.Text("handler")),
        Is.EquivalentTo(Catalog.Names.Except(region == "primary" ? OnlyInTheSecondary : []).Append("validate")));

    [Test]
    public void Every_function_has_what_a_function_must_have()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Faults), Is.Empty);

        Assert.That(Faults(Broken(function => function.Remove("reserved_concurrent_executions"))), Has.One.Contains("nothing reserved"));
        Assert.That(Faults(Broken(function => function["tracing_config"]!["mode"] = "PassThrough")), Has.One.Contains("not traced"));
        Assert.That(Faults(Broken(function => function.Remove("logging_config"))), Has.One.Contains("log group that nobody declares"));
        Assert.That(Faults(Broken(function => function["logging_config"]!["log_group"] = "/aws/lambda/any")), Has.One.Contains("log group that nobody declares"));
        Assert.That(Faults(Broken(function => function["filename"] = "/tmp/functions.zip")), Has.One.Contains("does not lie beside the file"));
        Assert.That(Faults(Broken(function => function["memory_size"] = 512, "reconcile")), Has.One.Contains("less than 1 GB"));
        Assert.That(Faults(Broken(function => function.Remove("vpc_config"), "process")), Has.One.Contains("network"));
        Assert.That(Faults(Broken(function => function["vpc_config"] = new JsonObject(), "decide")), Has.One.Contains("network"));
        Assert.That(
            Faults(SynthesizedStack.Default.Broken(file =>
            {
                var functions = file["resource"]!["aws_lambda_function"]!.AsObject().Select(function => function.Value!).ToArray();
                functions[0]["role"] = functions[1]["role"]!.DeepClone();
            })),
            Has.Exactly(2).Contains("shares its role"));
    }

    /// <summary>Or the settings would refuse too much or too little.</summary>
    [Test]
    public void The_settings_count_what_the_functions_reserve_where_they_are_more()
    {
        var reserved = new[] { "primary", "secondary" }
            .Select(region => In(SynthesizedStack.Default, region).Sum(function => function.Body["reserved_concurrent_executions"]!.GetValue<int>()));

        Assert.That(reserved.Max(), Is.EqualTo(TestSettings.Default.Functions.Reserved));
    }

    /// <summary>Two environments of one account would hide each other's silence.</summary>
    [Test]
    public void Everything_that_measures_does_so_in_the_namespace_of_its_environment()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Misplaced), Is.Empty);
        Assert.That(Namespaces(SynthesizedStack.Default).Count(), Is.GreaterThan(60));

        var broken = SynthesizedStack.Default.Broken(file => file.FirstResource("aws_lambda_function")["environment"]!["variables"]!["METRIC_NAMESPACE"] = "PaymentDr");
        Assert.That(Misplaced(broken), Is.EqualTo(new[] { "PaymentDr" }));
    }

    private static IEnumerable<string?> Misplaced(SynthesizedStack stack) =>
        Namespaces(stack).Where(space => space != $"PaymentDr/{EnvironmentOf(stack)}" && space != $"PaymentDr/{EnvironmentOf(stack)}/{TrafficSwitch.Drill}");

    private static string EnvironmentOf(SynthesizedStack stack) => (string)stack.File["provider"]!["aws"]![0]!["default_tags"]![0]!["tags"]!["Environment"]!;

    /// <summary>Of functions, of the services' tasks, of who may publish, and of what Route 53 reads.</summary>
    private static IEnumerable<string?> Namespaces(SynthesizedStack stack) =>
    [
        .. All(stack).Select(function => (string?)function.Body["environment"]!["variables"]!["METRIC_NAMESPACE"]),
        .. from task in stack.Elements
           where task.Type == "aws_ecs_task_definition"
           from variable in JsonNode.Parse(task.Text("container_definitions")!)![0]!["environment"]!.AsArray()
           where (string?)variable!["name"] == "METRIC_NAMESPACE"
           select (string?)variable["value"],
        .. from role in stack.Elements
           where role.Type == "aws_iam_policy_document"
           from statement in role.Body["statement"]?.AsArray() ?? []
           from condition in statement!["condition"]?.AsArray() ?? []
           where (string?)condition!["variable"] == "cloudwatch:namespace"
           select (string?)condition["values"]![0],
        .. from alarm in stack.Elements
           where alarm.Type == "aws_cloudwatch_metric_alarm" && alarm.Text("namespace")?.StartsWith("PaymentDr", StringComparison.Ordinal) is true
           select alarm.Text("namespace"),
    ];

    private static IEnumerable<Element> All(SynthesizedStack stack) => stack.Elements.Where(element => element.Type == "aws_lambda_function");

    private static IEnumerable<Element> In(SynthesizedStack stack, string region) => All(stack).Where(function => function.Scope == region);

    private static IEnumerable<string> Faults(SynthesizedStack stack)
    {
        var groups = stack.Elements.Where(element => element.Type == "aws_cloudwatch_log_group").Select(group => $"${{{group.Address}.name}}").ToHashSet();
        return from function in All(stack)
               let body = function.Body
               let handler = function.Text("handler")!
               from fault in new (bool IsSo, string Text)[]
               {
                   (body["reserved_concurrent_executions"]?.GetValue<int>() is not > 0, "has nothing reserved"),
                   (body["tracing_config"]?["mode"]?.GetValue<string>() != "Active", "is not traced"),
                   (!groups.Contains(body["logging_config"]?["log_group"]?.GetValue<string>() ?? ""), "writes to a log group that nobody declares"),
                   (function.Text("filename") != FunctionCode.FileName, "does not lie beside the file"),
                   (PaymentFunctions.Contains(handler) && body["memory_size"]!.GetValue<int>() < 1024, "has less than 1 GB"),
                   (InTheNetwork.Contains(handler) != body.ContainsKey("vpc_config"), "is on the wrong side of the network"),
                   (All(stack).Count(other => other.Text("role") == function.Text("role")) > 1, "shares its role"),
               }
               where fault.IsSo
               select $"{function} {fault.Text}";
    }

    private static SynthesizedStack Broken(Action<JsonObject> change, string handler = "authorize") => SynthesizedStack.Default.Broken(file =>
        change(file["resource"]!["aws_lambda_function"]!.AsObject().First(function => function.Value!["handler"]!.GetValue<string>() == handler).Value!.AsObject()));
}
