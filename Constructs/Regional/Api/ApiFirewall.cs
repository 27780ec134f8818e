using System.Globalization;
using System.Text;
using HashiCorp.Cdktf.Providers.Aws.ApiGatewayStage;
using HashiCorp.Cdktf.Providers.Aws.Wafv2WebAcl;
using HashiCorp.Cdktf.Providers.Aws.Wafv2WebAclAssociation;
using PaymentDr.Payments;

namespace PaymentDr;

/// <summary>What is refused before the API looks at it: too much from one address, and what AWS knows as attacks.</summary>
public sealed class ApiFirewall : RegionalConstruct
{
    /// <summary>
    /// From one address in five minutes. A checker of Route 53 asks thirty times in them for each health check; without a limit, the one
    /// path that needs no key would be a way to keep the payments' function busy.
    /// </summary>
    private const int HealthRequestsPerAddress = 1000;

    private const string TooMany = "too-many";

    /// <summary>With its stage's name where a request comes by a name of AWS's.</summary>
    private const string HealthPath = "^(/live)?/health$";

    public ApiFirewall(RegionalConstruct parent, ApiGatewayStage stage, ApiSettings settings) : base(parent, "firewall")
    {
        var health = Block("regex_match_statement", new()
        {
            ["regex_string"] = HealthPath,
            ["field_to_match"] = Block("uri_path", []),
            ["text_transformation"] = new[] { new Dictionary<string, object> { ["priority"] = 0, ["type"] = "NONE" } },
        });
        var acl = new Wafv2WebAcl(this, "acl", new Wafv2WebAclConfig
        {
            Provider = Region.Provider,
            Name = Region.NameFor("waf", "api"),
            Scope = "REGIONAL",
            DefaultAction = new Wafv2WebAclDefaultAction { Allow = new Wafv2WebAclDefaultActionAllow() },
            CustomResponseBody = new[]
            {
                new Wafv2WebAclCustomResponseBody { Key = TooMany, ContentType = "APPLICATION_JSON", Content = Encoding.UTF8.GetString(Answer.TooMany.Body) },
            },
            Rule = new[]
            {
                Limit(0, "requests", settings.RequestsPerAddress, Block("not_statement", new() { ["statement"] = health })),
                Limit(1, "health-requests", HealthRequestsPerAddress, health),
                Managed(2, "AWSManagedRulesAmazonIpReputationList"),
                Managed(3, "AWSManagedRulesKnownBadInputsRuleSet"),
                // Programs pay here, and many of them name no browser: the .NET client, and so the probe, does not.
                Managed(4, "AWSManagedRulesCommonRuleSet", "NoUserAgent_HEADER"),
            },
            VisibilityConfig = new Wafv2WebAclVisibilityConfig { CloudwatchMetricsEnabled = true, MetricName = Region.NameFor("waf", "api"), SampledRequestsEnabled = false },
        });
        _ = new Wafv2WebAclAssociation(this, "association", new Wafv2WebAclAssociationConfigA
        {
            Provider = Region.Provider,
            ResourceArn = stage.Arn,
            WebAclArn = acl.Arn,
        });
    }

    private static Wafv2WebAclRule Limit(int priority, string purpose, int limit, Dictionary<string, object> whom) => new()
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
                    ResponseHeader = new[]
                    {
                        new Wafv2WebAclRuleActionBlockCustomResponseResponseHeader
                        {
                            Name = "Retry-After",
                            Value = Answer.TooMany.RetryAfter!.Value.TotalSeconds.ToString("0", CultureInfo.InvariantCulture),
                        },
                    },
                },
            },
        },
        Statement = Block("rate_based_statement", new() { ["aggregate_key_type"] = "IP", ["limit"] = limit, ["scope_down_statement"] = whom }),
        VisibilityConfig = Visible(purpose),
    };

    /// <param name="counted">Rules of the group that refuse what is asked here in good faith, and only count.</param>
    private static Wafv2WebAclRule Managed(int priority, string group, params string[] counted) => new()
    {
        Name = group,
        Priority = priority,
        OverrideAction = new Wafv2WebAclRuleOverrideAction { None = new Wafv2WebAclRuleOverrideActionNone() },
        Statement = Block("managed_rule_group_statement", new()
        {
            ["vendor_name"] = "AWS",
            ["name"] = group,
            ["rule_action_override"] = counted.Select(rule => new Dictionary<string, object> { ["name"] = rule, ["action_to_use"] = Block("count", []) }).ToArray(),
        }),
        VisibilityConfig = Visible(group),
    };

    private static Wafv2WebAclRuleVisibilityConfig Visible(string rule) =>
        new() { CloudwatchMetricsEnabled = true, MetricName = rule, SampledRequestsEnabled = false };

    /// <summary>The bindings have no types for statements, because they nest without end: they are written as Terraform reads them.</summary>
    private static Dictionary<string, object> Block(string name, Dictionary<string, object> arguments) => new() { [name] = arguments };
}
