using System.Text;
using HashiCorp.Cdktf.Providers.Aws.Wafv2WebAcl;
using HashiCorp.Cdktf.Providers.Aws.Wafv2WebAclAssociation;
using PaymentDr.Payments;

namespace PaymentDr;

public sealed record DoorFirewallInputs
{
    /// <summary>Of the door.</summary>
    public required string Purpose { get; init; }

    /// <summary>What stands behind it: a stage of an API, or a load balancer.</summary>
    public required string Guarded { get; init; }

    /// <summary>In five minutes.</summary>
    public required int RequestsPerAddress { get; init; }
}

/// <summary>What is refused before a door looks at it: too much from one address, and what AWS knows as attacks.</summary>
public sealed class DoorFirewall : RegionalConstruct
{
    /// <summary>From one address in a minute. A checker of Route 53 asks six times in it for each health check.</summary>
    private const int HealthRequestsPerAddress = 100;

    private const int FiveMinutes = 300;
    private const int Minute = 60;

    private const string TooMany = "too-many";
    private const string TooLong = "too-long";

    /// <summary>With the name of the API's stage where a request comes by a name of AWS's.</summary>
    private const string HealthPath = "^(/live)?/health$";

    public DoorFirewall(RegionalConstruct parent, DoorFirewallInputs inputs) : base(parent, "firewall")
    {
        var health = Block("regex_match_statement", new()
        {
            ["regex_string"] = HealthPath,
            ["field_to_match"] = Block("uri_path", []),
            ["text_transformation"] = new[] { new Dictionary<string, object> { ["priority"] = 0, ["type"] = "NONE" } },
        });
        var others = Block("not_statement", new() { ["statement"] = health });
        var name = Region.NameFor("waf", inputs.Purpose);
        var acl = new Wafv2WebAcl(this, "acl", new Wafv2WebAclConfig
        {
            Provider = Region.Provider,
            Name = name,
            Scope = "REGIONAL",
            DefaultAction = new Wafv2WebAclDefaultAction { Allow = new Wafv2WebAclDefaultActionAllow() },
            CustomResponseBody = new[]
            {
                Body(TooMany, Answer.TooMany),
                Body(TooLong, Unreadable),
            },
            Rule = new[]
            {
                Limit(0, "requests", inputs.RequestsPerAddress, FiveMinutes, others),
                Limit(1, "health-requests", HealthRequestsPerAddress, Minute, health),
                // Not of health: what AWS changes in them would make both regions look ill at once.
                Managed(2, "AWSManagedRulesAmazonIpReputationList", others),
                Managed(3, "AWSManagedRulesKnownBadInputsRuleSet", others),
                Managed(
                    4,
                    "AWSManagedRulesCommonRuleSet",
                    others,
                    // Programs pay here, and many of them name no browser: the .NET client, and so the probe, does not.
                    ("NoUserAgent_HEADER", Block("count", [])),
                    // Over 8 KB, which is twice what a payment may have.
                    ("SizeRestrictions_BODY", Block("block", Block("custom_response", new()
                    {
                        ["response_code"] = Unreadable.Status,
                        ["custom_response_body_key"] = TooLong,
                        ["response_header"] = Headers(Unreadable).Select(header => new Dictionary<string, object> { ["name"] = header.Name, ["value"] = header.Value }).ToArray(),
                    })))),
            },
            VisibilityConfig = new Wafv2WebAclVisibilityConfig { CloudwatchMetricsEnabled = true, MetricName = name, SampledRequestsEnabled = false },
        });
        _ = new Wafv2WebAclAssociation(this, "association", new Wafv2WebAclAssociationConfigA
        {
            Provider = Region.Provider,
            ResourceArn = inputs.Guarded,
            WebAclArn = acl.Arn,
        });
    }

    private static Answer Unreadable => Answer.Unreadable(413);

    private static Wafv2WebAclRule Limit(int priority, string purpose, int limit, int seconds, Dictionary<string, object> whom) => new()
    {
        Name = purpose,
        Priority = priority,
        Action = new Wafv2WebAclRuleAction
        {
            Block = new Wafv2WebAclRuleActionBlock
            {
                CustomResponse = new Wafv2WebAclRuleActionBlockCustomResponse
                {
                    ResponseCode = Answer.TooMany.Status,
                    CustomResponseBodyKey = TooMany,
                    ResponseHeader = Headers(Answer.TooMany)
                        .Select(header => new Wafv2WebAclRuleActionBlockCustomResponseResponseHeader { Name = header.Name, Value = header.Value })
                        .ToArray(),
                },
            },
        },
        Statement = Block("rate_based_statement", new()
        {
            ["aggregate_key_type"] = "IP",
            ["limit"] = limit,
            ["evaluation_window_sec"] = seconds,
            ["scope_down_statement"] = whom,
        }),
        VisibilityConfig = Visible(purpose),
    };

    /// <param name="exceptions">Rules of the group that do something else here.</param>
    private static Wafv2WebAclRule Managed(int priority, string group, Dictionary<string, object> whom, params (string Rule, Dictionary<string, object> Action)[] exceptions) => new()
    {
        Name = group,
        Priority = priority,
        OverrideAction = new Wafv2WebAclRuleOverrideAction { None = new Wafv2WebAclRuleOverrideActionNone() },
        Statement = Block("managed_rule_group_statement", new()
        {
            ["vendor_name"] = "AWS",
            ["name"] = group,
            ["scope_down_statement"] = whom,
            ["rule_action_override"] = exceptions
                .Select(exception => new Dictionary<string, object> { ["name"] = exception.Rule, ["action_to_use"] = exception.Action })
                .ToArray(),
        }),
        VisibilityConfig = Visible(group),
    };

    private static Wafv2WebAclCustomResponseBody Body(string key, Answer answer) =>
        new() { Key = key, ContentType = "APPLICATION_JSON", Content = Encoding.UTF8.GetString(answer.Body) };

    /// <summary>What kind of body it is the firewall says itself.</summary>
    private static IEnumerable<(string Name, string Value)> Headers(Answer answer) =>
        AnswerHeaders.Of(answer).Where(header => header.Name != AnswerHeaders.ContentType);

    private static Wafv2WebAclRuleVisibilityConfig Visible(string rule) =>
        new() { CloudwatchMetricsEnabled = true, MetricName = rule, SampledRequestsEnabled = false };

    /// <summary>The bindings have no types for statements, because they nest without end: they are written as Terraform reads them.</summary>
    private static Dictionary<string, object> Block(string name, Dictionary<string, object> arguments) => new() { [name] = arguments };
}
