using System.Text.Json.Nodes;
using HashiCorp.Cdktf.Providers.Aws.CloudwatchEventBusPolicy;
using HashiCorp.Cdktf.Providers.Aws.CloudwatchEventRule;
using HashiCorp.Cdktf.Providers.Aws.CloudwatchEventTarget;
using HashiCorp.Cdktf.Providers.Aws.DataAwsIamPolicyDocument;
using PaymentDr.Payments;

namespace PaymentDr;

/// <summary>
/// What became of money in one region is heard in the other: each forwards its own, and never what was forwarded to it, or is told again from
/// an archive.
/// </summary>
public sealed class EventForwarding
{
    public EventForwarding(PerRegion<RegionEvents> events)
    {
        var sides = events.Map(own => new Side(own.Region, "event-forwarding"));
        Rules = events.Map(own => BuildRule(sides[own.Region], own));
        var admissions = events.Map(receiver => Admit(receiver, Rules.Peer(receiver.Region)));
        events.Each(own => Forward(sides[own.Region], own, Rules[own.Region], events.Peer(own.Region), admissions.Peer(own.Region)));
    }

    /// <summary>By which a region's own are found.</summary>
    public PerRegion<CloudwatchEventRule> Rules { get; }

    private static CloudwatchEventRule BuildRule(Side side, RegionEvents own) => new(side, "rule", new CloudwatchEventRuleConfig
    {
        Provider = own.Region.Provider,
        Name = own.Region.NameFor("rule", "forward-critical"),
        Description = "What became of money here, to the other region",
        EventBusName = own.Bus.Name,
        EventPattern = CriticalFrom(own.Region),
    });

    private static void Forward(Side side, RegionEvents own, CloudwatchEventRule rule, RegionEvents peer, CloudwatchEventBusPolicy admission)
    {
        var role = new ServiceRole(side, new ServiceRoleInputs
        {
            Purpose = "forward-events",
            Service = EncryptionKeys.EventService,
            ServiceNamesAccount = true,
            Statements = [peer.Put()],
        });
        _ = new CloudwatchEventTarget(side, "target", new CloudwatchEventTargetConfig
        {
            Provider = own.Region.Provider,
            EventBusName = own.Bus.Name,
            Rule = rule.Name,
            TargetId = own.Region.NameFor("target", "forward-critical"),
            Arn = peer.Bus.Arn,
            RoleArn = role.Role.Arn,
            // The most that EventBridge does: a region may be gone for hours.
            RetryPolicy = new CloudwatchEventTargetRetryPolicy { MaximumEventAgeInSeconds = 24 * 60 * 60, MaximumRetryAttempts = 185 },
            DeadLetterConfig = new CloudwatchEventTargetDeadLetterConfig { Arn = own.Undelivered.Queue.Arn },
            // EventBridge looks whether it would be let in.
            DependsOn = [admission, .. role.Permissions],
        });
    }

    /// <summary>From our account, by the other region's rule. The account's own programs need no admission.</summary>
    private static CloudwatchEventBusPolicy Admit(RegionEvents receiver, CloudwatchEventRule sender)
    {
        var side = new Side(receiver.Region, "event-admission");
        var policy = new DataAwsIamPolicyDocument(side, "policy-document", new DataAwsIamPolicyDocumentConfig
        {
            Provider = receiver.Region.Provider,
            Statement = new[]
            {
                new PolicyStatement
                {
                    Sid = "AdmitForwardedEvents",
                    Actions = ["events:PutEvents"],
                    Resources = [receiver.Bus.Arn],
                    Principals = new[]
                    {
                        new DataAwsIamPolicyDocumentStatementPrincipals { Type = "AWS", Identifiers = [$"arn:aws:iam::{receiver.Region.AccountId}:root"] },
                    },
                    Condition = new[] { new DataAwsIamPolicyDocumentStatementCondition { Test = "ArnEquals", Variable = "aws:SourceArn", Values = [sender.Arn] } },
                },
            },
        });
        return new CloudwatchEventBusPolicy(side, "policy", new CloudwatchEventBusPolicyConfig
        {
            Provider = receiver.Region.Provider,
            EventBusName = receiver.Bus.Name,
            Policy = policy.Json,
        });
    }

    /// <summary>
    /// An event that was forwarded names the site that it was first told in, and, as far as AWS says, the region: each of the two alone keeps it
    /// from going back. One that is told again names its replay.
    /// </summary>
    private static string CriticalFrom(Region region) => new JsonObject
    {
        ["source"] = new JsonArray(EventSchema.Source),
        ["detail-type"] = new JsonArray([.. EventSchema.Critical.Select(type => (JsonNode)type)]),
        ["region"] = new JsonArray(region.Code),
        ["replay-name"] = new JsonArray(new JsonObject { ["exists"] = false }),
        ["detail"] = new JsonObject { [EventSchema.Site] = new JsonArray($"{region.Site}") },
    }.ToJsonString();

    private sealed class Side(Region region, string id) : RegionalConstruct(region, id);
}
