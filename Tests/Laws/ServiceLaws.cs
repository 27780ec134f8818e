using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Laws;

/// <summary>What every service and every load balancer of the file has, besides being the same in both regions, which is the law of symmetry.</summary>
[TestFixture]
public sealed partial class ServiceLaws
{
    /// <summary>None of them speaks anything older than TLS 1.2, or without forward secrecy.</summary>
    private static readonly string[] TlsPolicies = ["ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-TLS13-1-2-Res-2021-06", "ELBSecurityPolicy-TLS13-1-3-2021-06"];

    [Test]
    public void Every_balancer_has_what_a_balancer_must_have()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(BalancerFaults), Is.Empty);

        Assert.That(BalancerFaults(Broken("aws_lb", balancer => balancer.Remove("drop_invalid_header_fields"))), Has.One.Contains("passes on invalid headers"));
        Assert.That(BalancerFaults(Broken("aws_lb", balancer => balancer["access_logs"]!["enabled"] = false)), Has.One.Contains("keeps no log"));
        Assert.That(BalancerFaults(Broken("aws_lb", balancer => balancer.Remove("client_keep_alive"))), Has.One.Contains("holds clients"));
        Assert.That(BalancerFaults(SynthesizedStack.Default.Broken(file => file["resource"]!.AsObject().Remove("aws_wafv2_web_acl_association"))), Has.Exactly(2).Contains("has no firewall"));
        Assert.That(BalancerFaults(Broken("aws_lb_listener", listener => listener["protocol"] = "HTTP")), Has.One.Contains("plain"));
        Assert.That(BalancerFaults(Broken("aws_lb_listener", listener => listener["ssl_policy"] = "ELBSecurityPolicy-2016-08")), Has.One.Contains("plain"));
        Assert.That(BalancerFaults(Broken("aws_lb_target_group", targets => targets["protocol"] = "HTTP")), Has.One.Contains("plain to its targets"));
        Assert.That(BalancerFaults(Broken("aws_lb_target_group", targets => targets["health_check"]!["path"] = "/health")), Has.One.Contains("what a task cannot help"));
        Assert.That(BalancerFaults(Broken("aws_lb_target_group", targets => targets.Remove("deregistration_delay"))), Has.One.Contains("lets go late"));
    }

    [Test]
    public void Every_service_has_what_a_service_must_have()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(ServiceFaults), Is.Empty);

        Assert.That(ServiceFaults(Broken("aws_ecs_service", service => service["deployment_circuit_breaker"]!["rollback"] = false)), Has.One.Contains("does not roll back"));
        Assert.That(ServiceFaults(Broken("aws_ecs_service", service => service["enable_execute_command"] = true)), Has.One.Contains("lets people in"));
        Assert.That(ServiceFaults(Broken("aws_ecs_service", service => service["lifecycle"]!.AsObject().Remove("ignore_changes"))), Has.One.Contains("would undo"));
        Assert.That(ServiceFaults(Broken("aws_ecs_service", service => service["lifecycle"]!.AsObject().Remove("postcondition"))), Has.One.Contains("calls it a success"));
        Assert.That(ServiceFaults(Broken("aws_appautoscaling_target", target => target.Remove("lifecycle"))), Has.One.Contains("would undo"));
        Assert.That(ServiceFaults(Broken("aws_ecs_service", service => service["network_configuration"]!["assign_public_ip"] = true)), Has.One.Contains("can be reached"));
        Assert.That(ServiceFaults(BrokenContainer(container => container["image"] = "service:latest")), Has.One.Contains("may be another tomorrow"));
        Assert.That(ServiceFaults(BrokenContainer(container => container["readonlyRootFilesystem"] = false)), Has.One.Contains("can be changed"));
        Assert.That(ServiceFaults(BrokenContainer(container => container.AsObject().Remove("linuxParameters"))), Has.One.Contains("more than it needs"));
        Assert.That(ServiceFaults(BrokenContainer(container => container["linuxParameters"]!["capabilities"]!.AsObject().Remove("add"))), Has.One.Contains("more than it needs"));
        Assert.That(ServiceFaults(BrokenContainer(container => container["logConfiguration"]!["options"]!["awslogs-group"] = "any")), Has.One.Contains("log group that nobody declares"));
    }

    private static IEnumerable<string> BalancerFaults(SynthesizedStack stack)
    {
        var guarded = Of(stack, "aws_wafv2_web_acl_association").Select(association => association.Text("resource_arn")).ToHashSet();
        return Faults(
            Of(stack, "aws_lb"),
            balancer => (balancer.Body["drop_invalid_header_fields"]?.GetValue<bool>() is not true, "passes on invalid headers"),
            balancer => (balancer.Body["access_logs"]?["enabled"]?.GetValue<bool>() is not true, "keeps no log"),
            balancer => (balancer.Body["client_keep_alive"]?.GetValue<int>() is not <= 60, "holds clients that ought to go elsewhere"),
            balancer => (!guarded.Contains($"${{{balancer.Address}.arn}}"), "has no firewall"))
        .Concat(Faults(
            Of(stack, "aws_lb_listener"),
            listener => (listener.Text("protocol") != "HTTPS" || !TlsPolicies.Contains(listener.Text("ssl_policy")), "speaks plain, or nearly so")))
        .Concat(Faults(
            Of(stack, "aws_lb_target_group"),
            targets => (targets.Text("protocol") != "HTTPS" || targets.Body["health_check"]!["protocol"]!.GetValue<string>() != "HTTPS", "speaks plain to its targets"),
            targets => (targets.Body["health_check"]!["path"]!.GetValue<string>() != DoorPaths.Alive, "asks for what a task cannot help"),
            targets => (targets.Text("deregistration_delay") is not { } delay || int.Parse(delay, CultureInfo.InvariantCulture) > 30, "lets go late")));
    }

    private static IEnumerable<string> ServiceFaults(SynthesizedStack stack)
    {
        var groups = Of(stack, "aws_cloudwatch_log_group").Select(group => $"${{{group.Address}.name}}").ToHashSet();
        return Faults(
            Of(stack, "aws_ecs_service"),
            service => (service.Body["deployment_circuit_breaker"] is not { } breaker || !breaker["enable"]!.GetValue<bool>() || !breaker["rollback"]!.GetValue<bool>(), "does not roll back"),
            service => (service.Body["enable_execute_command"]?.GetValue<bool>() is not false, "lets people in"),
            service => (!Ignores(service, "desired_count"), "would undo what load and recovery did"),
            service => (service.Body["lifecycle"]?["postcondition"]?[0]?["condition"]?.GetValue<string>() != $"${{self.task_definition == {service.Text("task_definition")![2..]}", "calls it a success when it went back"),
            service => (service.Body["network_configuration"]!["assign_public_ip"]?.GetValue<bool>() is not false, "can be reached from outside"))
        .Concat(Faults(
            Of(stack, "aws_appautoscaling_target"),
            target => (!Ignores(target, "min_capacity"), "would undo what recovery did")))
        .Concat(Faults(
            Of(stack, "aws_ecs_task_definition"),
            definition => (!ByDigest().IsMatch(Container(definition)["image"]!.GetValue<string>()), "runs an image that may be another tomorrow"),
            definition => (Container(definition)["readonlyRootFilesystem"]?.GetValue<bool>() is not true, "can be changed while it runs"),
            definition => (Container(definition)["linuxParameters"]?["capabilities"]?["drop"]?.ToJsonString() != """["ALL"]""" || Container(definition)["linuxParameters"]?["capabilities"]?["add"] is null, "may do more than it needs"),
            definition => (!groups.Contains(Container(definition)["logConfiguration"]!["options"]!["awslogs-group"]!.GetValue<string>()), "writes to a log group that nobody declares")));
    }

    private static IEnumerable<string> Faults(IEnumerable<Element> elements, params Func<Element, (bool IsSo, string Text)>[] judges) =>
        from element in elements
        from judge in judges
        let fault = judge(element)
        where fault.IsSo
        select $"{element} {fault.Text}";

    private static bool Ignores(Element element, string argument) =>
        element.Body["lifecycle"]?["ignore_changes"]?.AsArray().Any(ignored => ignored!.GetValue<string>() == argument) is true;

    private static JsonNode Container(Element definition) => JsonNode.Parse(definition.Text("container_definitions")!)!.AsArray().Single()!;

    private static IEnumerable<Element> Of(SynthesizedStack stack, string type) => stack.Elements.Where(element => element.Type == type);

    private static SynthesizedStack Broken(string type, Action<JsonObject> change) => SynthesizedStack.Default.Broken(file => change(file.FirstResource(type)));

    private static SynthesizedStack BrokenContainer(Action<JsonNode> change) => Broken("aws_ecs_task_definition", definition =>
    {
        var containers = JsonNode.Parse(definition["container_definitions"]!.GetValue<string>())!;
        change(containers[0]!);
        definition["container_definitions"] = containers.ToJsonString();
    });

    [GeneratedRegex(@"^\$\{aws_ecr_repository\.\w+\.repository_url\}@sha256:[0-9a-f]{64}\z")]
    private static partial Regex ByDigest();
}
