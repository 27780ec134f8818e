using HashiCorp.Cdktf.Providers.Aws.DataAwsIamPolicyDocument;
using HashiCorp.Cdktf.Providers.Aws.SnsTopic;
using HashiCorp.Cdktf.Providers.Aws.SnsTopicPolicy;
using HashiCorp.Cdktf.Providers.Aws.SnsTopicSubscription;

namespace PaymentDr;

/// <summary>Where a region tells people what they have to know. Alarms reach the topic of their own region only, and so must whoever is left.</summary>
public sealed class AlertTopic : RegionalConstruct
{
    private readonly EncryptionKey _key;

    public AlertTopic(Region region, EncryptionKey key, AlertSettings settings) : base(region, "alerts")
    {
        _key = key;
        Topic = new SnsTopic(this, "topic", new SnsTopicConfig
        {
            Provider = Region.Provider,
            Name = Region.NameFor("topic", "alerts"),
            DisplayName = Region.NameFor("alerts", "payments"),
            KmsMasterKeyId = key.Key.Arn,
        });
        var policy = new DataAwsIamPolicyDocument(this, "policy-document", new DataAwsIamPolicyDocumentConfig
        {
            Provider = Region.Provider,
            Statement = new[] { DenyPlainConnections(), KeepInTheAccount(), AdmitAlarms() },
        });
        _ = new SnsTopicPolicy(this, "policy", new SnsTopicPolicyConfig { Provider = Region.Provider, Arn = Topic.Arn, Policy = policy.Json });
        Subscribe("email", settings.Emails);
        Subscribe("https", settings.Endpoints);
    }

    public SnsTopic Topic { get; }

    /// <summary>Lets a role tell people.</summary>
    public IReadOnlyList<PolicyStatement> Tell() =>
    [
        new()
        {
            Sid = "TellPeople",
            Actions = ["sns:Publish"],
            Resources = [Topic.Arn],
        },
        // Decrypt, because SNS reads the key that it was given before it uses it.
        EncryptionKey.By("sns", "EncryptAlerts", ["kms:Decrypt", "kms:GenerateDataKey"], _key),
    ];

    /// <summary>Nobody is told before he has confirmed that he wants to be.</summary>
    private void Subscribe(string protocol, IReadOnlyList<string> endpoints)
    {
        for (var number = 0; number < endpoints.Count; number++)
        {
            _ = new SnsTopicSubscription(this, $"{protocol}-{number}", new SnsTopicSubscriptionConfig
            {
                Provider = Region.Provider,
                TopicArn = Topic.Arn,
                Protocol = protocol,
                Endpoint = endpoints[number],
            });
        }
    }

    private PolicyStatement DenyPlainConnections() => DenyEverybody("DenyPlainConnections", new DataAwsIamPolicyDocumentStatementCondition
    {
        Test = "Bool",
        Variable = "aws:SecureTransport",
        Values = ["false"],
    });

    private PolicyStatement KeepInTheAccount() => DenyEverybody("KeepAlertsInTheAccount", Conditions.Strangers(Region));

    /// <summary>SNS takes no wildcard of actions here.</summary>
    private PolicyStatement DenyEverybody(string sid, params DataAwsIamPolicyDocumentStatementCondition[] conditions) => new()
    {
        Sid = sid,
        Effect = "Deny",
        Actions = ["sns:Publish", "sns:Subscribe"],
        Resources = [Topic.Arn],
        Principals = new[] { new DataAwsIamPolicyDocumentStatementPrincipals { Type = "AWS", Identifiers = ["*"] } },
        Condition = conditions,
    };

    private PolicyStatement AdmitAlarms() => new()
    {
        Sid = "ToldByAlarms",
        Actions = ["sns:Publish"],
        Resources = [Topic.Arn],
        Principals = new[] { new DataAwsIamPolicyDocumentStatementPrincipals { Type = "Service", Identifiers = [EncryptionKeys.AlarmService] } },
        Condition = new[]
        {
            new DataAwsIamPolicyDocumentStatementCondition { Test = "ArnLike", Variable = "aws:SourceArn", Values = [Region.AlarmPattern] },
        },
    };
}
