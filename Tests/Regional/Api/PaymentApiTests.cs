using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Regional.Api;

[TestFixture]
public sealed class PaymentApiTests
{
    [Snapshot]
    [TestCase("primary")]
    [TestCase("secondary")]
    public void Api(string region) => Snapshot.Verify(SynthesizedStack.Default.Slice($"{region}/api"));

    /// <summary>What is deployed is a copy: without this a changed document would wait for the next one.</summary>
    [Test]
    public void Whatever_changes_of_the_document_is_deployed()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Undeployed), Is.Empty);

        var broken = SynthesizedStack.Default.Broken(file => file.Resource("aws_api_gateway_deployment", "primary")["triggers"]!["api"] = "1");
        Assert.That(Undeployed(broken), Has.One.Contains("primary"));
    }

    [Test]
    public void Nobody_but_this_api_makes_the_gateway_call_the_functions()
    {
        var permissions = SynthesizedStack.Default.Elements
            .Where(element => element.Type == "aws_lambda_permission" && element.Text("principal") == "apigateway.amazonaws.com")
            .Select(permission => (permission, SynthesizedStack.Default.Referenced(permission.Text("source_arn")!.Split('/')[0])))
            .ToArray();

        Assert.That(permissions, Has.Length.EqualTo(6));
        Assert.That(permissions, Is.All.Matches<(Element Permission, Element Api)>(pair => pair.Api.Type == "aws_api_gateway_rest_api" && pair.Api.Scope == pair.Permission.Scope));
        Assert.That(permissions.Select(pair => pair.permission.Text("source_arn")!.Split('/', 2)[1]).Distinct(), Is.EquivalentTo(new[] { "authorizers/*", "live/*/*", "live/GET/health" }));
    }

    [Test]
    public void It_takes_as_much_as_the_settings_say()
    {
        var stack = SynthesizedStack.Of(TestSettings.With(
            ("PAYMENTDR__Api__RequestsPerSecond", "70"), ("PAYMENTDR__Api__Burst", "71"), ("PAYMENTDR__Doors__RequestsPerAddress", "72")));

        var all = Of(stack, "aws_api_gateway_method_settings").Where(settings => settings.Text("method_path") == "*/*").Select(settings => settings.Body["settings"]!).ToArray();
        Assert.That(all.Select(settings => (settings["throttling_rate_limit"]!.GetValue<int>(), settings["throttling_burst_limit"]!.GetValue<int>())), Is.EqualTo(new[] { (70, 71), (70, 71) }));
        Assert.That(Of(stack, "aws_wafv2_web_acl").Select(acl => Limit(acl, "requests")["limit"]!.GetValue<int>()), Is.EqualTo(new[] { 72, 72, 72, 72 }));
    }

    /// <summary>Six requests a minute of each checker, for each health check: far below the limit, and it is the only one they are counted by.</summary>
    [TestCase("/health", true)]
    [TestCase("/live/health", true)]
    [TestCase("/payments/health", false)]
    [TestCase("/healthy", false)]
    [TestCase("/payments", false)]
    public void Health_has_a_limit_of_its_own(string path, bool isHealth)
    {
        foreach (var acl in Of(SynthesizedStack.Default, "aws_wafv2_web_acl"))
        {
            var (others, health) = (Limit(acl, "requests"), Limit(acl, "health-requests"));

            Assert.That(Matches(health["scope_down_statement"]!, path), Is.EqualTo(isHealth));
            Assert.That(Matches(others["scope_down_statement"]!["not_statement"]!["statement"]!, path), Is.EqualTo(isHealth));
            Assert.That((health["limit"]!.GetValue<int>(), health["evaluation_window_sec"]!.GetValue<int>()), Is.EqualTo((100, 60)));
            Assert.That(
                Rules(acl).Select(rule => rule["statement"]!["managed_rule_group_statement"]).OfType<JsonObject>().Select(group => Matches(group["scope_down_statement"]!["not_statement"]!["statement"]!, path)),
                Has.Exactly(3).EqualTo(isHealth));
        }
    }

    /// <summary>The probe is one: .NET's client says nothing of itself.</summary>
    [Test]
    public void Programs_that_name_no_browser_are_let_in()
    {
        var groups = Of(SynthesizedStack.Default, "aws_wafv2_web_acl").SelectMany(Rules).Select(rule => rule["statement"]!["managed_rule_group_statement"]).OfType<JsonObject>();

        Assert.That(
            groups.Where(group => group["name"]!.GetValue<string>() == "AWSManagedRulesCommonRuleSet").Select(group => group["rule_action_override"]![0]!.ToJsonString()),
            Is.EqualTo(Enumerable.Repeat("""{"action_to_use":{"count":{}},"name":"NoUserAgent_HEADER"}""", 4)));
    }

    [TestCase("too-many", "too-many-requests", 429)]
    [TestCase("too-long", "unreadable", 413)]
    public void The_firewall_refuses_in_the_platforms_words(string key, string type, int status)
    {
        foreach (var acl in Of(SynthesizedStack.Default, "aws_wafv2_web_acl"))
        {
            var body = acl.Body["custom_response_body"]!.AsArray().Single(body => body!["key"]!.GetValue<string>() == key)!;
            var problem = JsonNode.Parse(body["content"]!.GetValue<string>())!;
            Assert.That((problem["type"]!.GetValue<string>(), problem["status"]!.GetValue<int>()), Is.EqualTo((type, status)));

            // AWS takes any header but this one.
            Assert.That(acl.Body.ToJsonString(), Does.Contain($"\"custom_response_body_key\":\"{key}\",\"response_code\":{status}").And.Not.Contains("\"Content-Type\"").IgnoreCase);
        }
    }

    [Test]
    public void The_access_log_is_one_line_of_JSON_without_a_header()
    {
        var fields = JsonNode.Parse(ApiAccessLog.Format)!.AsObject().Select(field => field.Value!.GetValue<string>()).ToArray();

        // The gateway refuses a format without the first one.
        Assert.That(fields, Does.Contain("$context.requestId"));
        Assert.That(fields, Is.All.StartsWith("$context.").And.None.Contains("header").IgnoreCase.And.None.Contains("userAgent"));
        Assert.That(ApiAccessLog.Format, Does.Not.Contain("\n"));
    }

    private static IEnumerable<string> Undeployed(SynthesizedStack stack) =>
        from deployment in Of(stack, "aws_api_gateway_deployment")
        let api = stack.Referenced(deployment.Text("rest_api_id")!).Address
        where deployment.Body["triggers"]!["api"]!.GetValue<string>() != $"${{sha256(jsonencode([{api}.body, {api}.disable_execute_api_endpoint]))}}"
            || deployment.Body["lifecycle"]!["create_before_destroy"]!.GetValue<bool>() is false
        select $"{deployment}";

    private static IEnumerable<Element> Of(SynthesizedStack stack, string type) => stack.Elements.Where(element => element.Type == type);

    private static IEnumerable<JsonNode> Rules(Element acl) => acl.Body["rule"]!.AsArray().Select(rule => rule!);

    private static JsonNode Limit(Element acl, string rule) =>
        Rules(acl).Single(found => found["name"]!.GetValue<string>() == rule)["statement"]!["rate_based_statement"]!;

    private static bool Matches(JsonNode statement, string path) => Regex.IsMatch(path, statement["regex_match_statement"]!["regex_string"]!.GetValue<string>());
}
