using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Regional.Service;

[TestFixture]
public sealed class PayDoorTests
{
    private static readonly string[] TypesOfTasks =
        ["aws_appautoscaling_policy", "aws_appautoscaling_target", "aws_ecs_service", "aws_ecs_task_definition"];

    private static readonly string[] Regions = ["primary", "secondary"];

    private static readonly string[] PortsOfService = ["/access/balancer-out", "/access/service-in"];

    [Snapshot]
    [TestCase("primary")]
    [TestCase("secondary")]
    public void Door(string region) => Snapshot.Verify(SynthesizedStack.Default.Slice($"{region}/pay"));

    [Test]
    public void Without_an_image_nothing_runs_and_no_name_leads_there()
    {
        var stack = SynthesizedStack.WithoutImage;

        Assert.That(stack.Elements.Where(element => TypesOfTasks.Contains(element.Type)), Is.Empty);
        Assert.That(PayNames(stack), Is.Empty);
        Assert.That(stack.Elements.Where(element => element.Type == "aws_route53_health_check").Select(check => check.Text("fqdn")).OfType<string>().ToArray(), Has.Length.EqualTo(2).And.All.Contains(".api."));
        Assert.That(Probes(stack), Has.Length.EqualTo(2).And.All.Not.Contains("//pay.").And.All.Not.Contains(".pay."));
        Assert.That((stack.Count("aws_ecr_repository"), stack.Count("aws_lb_listener")), Is.EqualTo((2, 2)), "an image has somewhere to go, and then everything is there");
    }

    [Test]
    public void With_one_it_is_published_and_looked_at()
    {
        var stack = SynthesizedStack.Default;

        Assert.That(TypesOfTasks.Select(stack.Count), Is.EqualTo(new[] { 4, 2, 2, 2 }));
        Assert.That(PayNames(stack), Is.EquivalentTo(new[] { "pay.payments.invalid", "pay.payments.invalid", "primary.pay.payments.invalid", "secondary.pay.payments.invalid" }));
        Assert.That(
            stack.Elements.Where(element => element.Type == "aws_route53_health_check").Select(check => check.Text("fqdn")).OfType<string>(),
            Is.EquivalentTo(new[] { "primary.api.payments.invalid", "secondary.api.payments.invalid", "primary.pay.payments.invalid", "secondary.pay.payments.invalid" }));
        Assert.That(Probes(stack), Has.Length.EqualTo(2).And.All.Contains("https://pay.payments.invalid/health").And.All.Contains("https://api.payments.invalid/health"));
    }

    [Test]
    public void The_only_door_is_the_one_that_the_probe_pays_by()
    {
        var stack = SynthesizedStack.Of(TestSettings.With(("PAYMENTDR__Doors__Api", "false")));

        Assert.That(Probes(stack), Has.Length.EqualTo(2).And.All.Contains(".pay.payments.invalid/payments"));
        Assert.That(Probes(stack), Is.All.Not.Contains("api."));
    }

    /// <summary>Or a failover would never be refused because both regions run the same fault.</summary>
    [TestCase("false", "0123456789abcdef")]
    [TestCase("true", "${local.functions_build}")]
    public void Decisions_compare_what_the_doors_run(string api, string build)
    {
        var stack = SynthesizedStack.Of(TestSettings.With(("PAYMENTDR__Doors__Api", api)));

        Assert.That(Variables(stack, "decide", "BUILD"), Is.EqualTo(new[] { build }));
        Assert.That(Container(stack, "primary")["environment"]!.AsArray().Single(variable => variable!["name"]!.GetValue<string>() == "BUILD")!["value"]!.GetValue<string>(), Is.EqualTo("0123456789abcdef"));
    }

    /// <summary>A region that takes over must not ask the lost one for its image, nor trust in a name that may mean another tomorrow.</summary>
    [TestCase("primary")]
    [TestCase("secondary")]
    public void It_runs_one_image_of_its_own_region(string region)
    {
        var image = Container(SynthesizedStack.Default, region)["image"]!.GetValue<string>().Split('@');

        Assert.That((SynthesizedStack.Default.Referenced(image[0]).Scope, image[1]), Is.EqualTo((region, TestSettings.ImageDigest)));
    }

    [Test]
    public void One_port_leads_through()
    {
        var stack = SynthesizedStack.Default;
        var rules = stack.Elements.Where(element => element.Type.StartsWith("aws_vpc_security_group_", StringComparison.Ordinal) && PortsOfService.Any(rule => element.Path.EndsWith(rule, StringComparison.Ordinal)));
        int[] ports =
        [
            .. rules.SelectMany(rule => new[] { rule.Body["from_port"]!.GetValue<int>(), rule.Body["to_port"]!.GetValue<int>() }),
            .. Of(stack, "aws_lb_target_group").Select(targets => targets["port"]!.GetValue<int>()),
            .. Of(stack, "aws_ecs_service").Select(service => service["load_balancer"]![0]!["container_port"]!.GetValue<int>()),
            .. Regions.Select(region => Container(stack, region)["portMappings"]![0]!["containerPort"]!.GetValue<int>()),
        ];

        Assert.That(ports, Has.Length.EqualTo((2 * 2 * 2) + 2 + 2 + 2).And.All.EqualTo(AccessGroups.ServicePort));
    }

    [Test]
    public void It_scales_between_what_the_settings_say()
    {
        var stack = SynthesizedStack.Of(TestSettings.With(("PAYMENTDR__Pay__PrimaryTasks", "4"), ("PAYMENTDR__Pay__SecondaryTasks", "3"), ("PAYMENTDR__Pay__MostTasks", "7")));

        Assert.That(
            Of(stack, "aws_appautoscaling_target").Select(target => (target["min_capacity"]!.GetValue<int>(), target["max_capacity"]!.GetValue<int>())),
            Is.EqualTo(new[] { (4, 7), (3, 7) }));
        Assert.That(Of(stack, "aws_ecs_service").Select(service => service["desired_count"]!.GetValue<int>()), Is.EqualTo(new[] { 4, 3 }));
    }

    /// <summary>The longest that a balancer and its targets may have.</summary>
    [Test]
    public void Names_are_short_enough_for_the_longest_suffix()
    {
        var stack = SynthesizedStack.Of(TestSettings.With(("ENVIRONMENT_SUFFIX", new string('x', Naming.LongestSuffix))));

        Assert.That(
            stack.Elements.Where(element => element.Type is "aws_lb" or "aws_lb_target_group").Select(element => element.Text("name")!.Length),
            Has.Exactly(4).AtMost(32));
    }

    private static IEnumerable<JsonObject> Of(SynthesizedStack stack, string type) =>
        stack.Elements.Where(element => element.Type == type).OrderBy(element => element.Scope, StringComparer.Ordinal).Select(element => element.Body);

    private static JsonNode Container(SynthesizedStack stack, string region) =>
        JsonNode.Parse(stack.Elements.Single(element => element.Type == "aws_ecs_task_definition" && element.Scope == region).Text("container_definitions")!)![0]!;

    /// <summary>Of records that lead somewhere; those that prove certificates do not.</summary>
    private static IEnumerable<string?> PayNames(SynthesizedStack stack) => stack.Elements
        .Where(element => element.Type == "aws_route53_record" && element.Text("type") == "A")
        .Select(element => element.Text("name"))
        .Where(name => name!.Contains("pay.", StringComparison.Ordinal));

    private static string[] Probes(SynthesizedStack stack) => Variables(stack, "probe", "PROBE");

    private static string[] Variables(SynthesizedStack stack, string handler, string variable) =>
    [
        .. stack.Elements
            .Where(element => element.Type == "aws_lambda_function" && element.Text("handler") == handler)
            .Select(element => element.Body["environment"]!["variables"]![variable]!.GetValue<string>()),
    ];
}
