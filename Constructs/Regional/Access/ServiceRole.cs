using HashiCorp.Cdktf.Providers.Aws.DataAwsIamPolicyDocument;
using HashiCorp.Cdktf.Providers.Aws.IamRole;
using HashiCorp.Cdktf.Providers.Aws.IamRolePolicy;
using HashiCorp.Cdktf.Providers.Aws.IamRolePolicyAttachment;

namespace PaymentDr;

public sealed record ServiceRoleInputs
{
    public required string Purpose { get; init; }

    /// <summary>The service that may assume the role, such as <c>lambda.amazonaws.com</c>; null where <see cref="Caller"/> may.</summary>
    public string? Service { get; init; }

    /// <summary>The one role that may assume this one.</summary>
    public IamRole? Caller { get; init; }

    /// <summary>Whether the service says for whose account it acts. Then the trust demands ours, or others could make it act for them.</summary>
    public bool ServiceNamesAccount { get; init; }

    /// <summary>Written by the owners of what the role may touch. Empty only where AWS's own policies say it all.</summary>
    public required IReadOnlyList<PolicyStatement> Statements { get; init; }

    /// <summary>The arns of AWS's own policies, for a service that alone knows what it needs.</summary>
    public IReadOnlyList<string> ManagedPolicies { get; init; } = [];
}

/// <summary>
/// The role under which a service acts for us, or another role in a region that is not its own: who may assume it, and what it may do. The only kind of role
/// in the program.
/// </summary>
public sealed class ServiceRole : RegionalConstruct
{
    public ServiceRole(RegionalConstruct parent, ServiceRoleInputs inputs, string id = "role") : base(parent, id)
    {
        var trust = Document("trust", new PolicyStatement
        {
            Sid = inputs.Caller is null ? "AssumedByService" : "AssumedByRole",
            Actions = ["sts:AssumeRole"],
            Principals = new[]
            {
                inputs.Caller is { } caller
                    ? new DataAwsIamPolicyDocumentStatementPrincipals { Type = "AWS", Identifiers = [caller.Arn] }
                    : new DataAwsIamPolicyDocumentStatementPrincipals { Type = "Service", Identifiers = [inputs.Service!] },
            },
            Condition = inputs.ServiceNamesAccount ? new[] { Conditions.SourceAccount(Region) } : null,
        });
        Role = new IamRole(this, "role", new IamRoleConfig
        {
            Provider = Region.Provider,
            Name = Region.NameFor("role", inputs.Purpose),
            AssumeRolePolicy = trust.Json,
            // Or a policy that somebody attached by hand would keep the role from being destroyed.
            ForceDetachPolicies = true,
        });

        List<ITerraformDependable> permissions = [];
        if (inputs.Statements.Count > 0)
        {
            var document = Document("permissions", [.. inputs.Statements]);
            permissions.Add(new IamRolePolicy(this, "policy", new IamRolePolicyConfig
            {
                Provider = Region.Provider,
                Name = Region.NameFor("policy", inputs.Purpose),
                Role = Role.Id,
                Policy = document.Json,
            }));
        }

        foreach (var (index, policy) in inputs.ManagedPolicies.Index())
        {
            permissions.Add(new IamRolePolicyAttachment(this, $"managed-{index}", new IamRolePolicyAttachmentConfig
            {
                Provider = Region.Provider,
                Role = Role.Name,
                PolicyArn = policy,
            }));
        }

        Permissions = permissions;
    }

    public IamRole Role { get; }

    /// <summary>For what AWS tries out as soon as it is given the role.</summary>
    public IReadOnlyList<ITerraformDependable> Permissions { get; }

    private DataAwsIamPolicyDocument Document(string id, params PolicyStatement[] statements) =>
        new(this, id, new DataAwsIamPolicyDocumentConfig { Provider = Region.Provider, Statement = statements });
}
