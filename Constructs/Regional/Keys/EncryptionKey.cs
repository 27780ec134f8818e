using HashiCorp.Cdktf.Providers.Aws.DataAwsIamPolicyDocument;
using HashiCorp.Cdktf.Providers.Aws.KmsAlias;
using HashiCorp.Cdktf.Providers.Aws.KmsKey;

namespace PaymentDr;

/// <summary>A key of our own in one region. It belongs to that region alone: a multi-Region key would go in two windows, and share its policy with none of its replicas.</summary>
public sealed class EncryptionKey : RegionalConstruct
{
    /// <summary>The shortest that KMS accepts: a key is the last thing of a destroyed stack to disappear.</summary>
    private const int DeletionWindowDays = 7;

    /// <summary>And the longest: without its key nothing can be read, snapshots and backups included.</summary>
    private const int GuardedWindowDays = 30;

    public EncryptionKey(RegionalConstruct parent, string purpose, string description, Protection protection, params PolicyStatement[] users) : base(parent, purpose)
    {
        var policy = new DataAwsIamPolicyDocument(this, "policy", new DataAwsIamPolicyDocumentConfig
        {
            Provider = Region.Provider,
            Statement = new[] { AccountDecides() }.Concat(users).ToArray(),
        });
        Key = new KmsKey(this, "key", new KmsKeyConfig
        {
            Provider = Region.Provider,
            Description = description,
            Policy = policy.Json,
            EnableKeyRotation = true,
            DeletionWindowInDays = protection is Protection.Guarded ? GuardedWindowDays : DeletionWindowDays,
            Lifecycle = protection.Lifecycle(),
            Tags = Region.TagName("key", purpose),
        });
        _ = new KmsAlias(this, "alias", new KmsAliasConfig
        {
            Provider = Region.Provider,
            Name = Region.KeyAlias(purpose),
            TargetKeyId = Key.Id,
        });
    }

    public KmsKey Key { get; }

    /// <summary>Lets a role use keys by way of a service alone: what that service holds under them is then the service's to give.</summary>
    /// <param name="sid">Of the statement; a role's have different ones.</param>
    /// <param name="service">As in <c>dynamodb.us-east-1.amazonaws.com</c>.</param>
    public static PolicyStatement By(string service, string sid, string[] actions, params EncryptionKey[] keys) => new()
    {
        Sid = sid,
        Actions = actions,
        Resources = [.. keys.Select(key => key.Key.Arn)],
        Condition = new[]
        {
            new DataAwsIamPolicyDocumentStatementCondition
            {
                Test = "StringEquals",
                Variable = "kms:ViaService",
                Values = [.. keys.Select(key => $"{service}.{key.Region.Code}.amazonaws.com")],
            },
        },
    };

    /// <summary>Without it nobody could ever change the policy again. In a key's policy, "*" is the key itself.</summary>
    private PolicyStatement AccountDecides() => new()
    {
        Sid = "AccountDecidesByIam",
        Actions = ["kms:*"],
        Resources = ["*"],
        Principals = new[]
        {
            new DataAwsIamPolicyDocumentStatementPrincipals { Type = "AWS", Identifiers = [$"arn:aws:iam::{Region.AccountId}:root"] },
        },
    };
}
