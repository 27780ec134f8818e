using HashiCorp.Cdktf.Providers.Aws.DataAwsIamPolicyDocument;

namespace PaymentDr;

/// <summary>The conditions that policies here share.</summary>
internal static class Conditions
{
    /// <summary>The service acts for our account. Without it, it could be made to act for another's.</summary>
    public static DataAwsIamPolicyDocumentStatementCondition SourceAccount(Region region) => new()
    {
        Test = "StringEquals",
        Variable = "aws:SourceAccount",
        Values = [region.AccountId],
    };

    /// <summary>Of a denial: whoever is neither of our account nor a service. Services have no account, and would be refused with the strangers.</summary>
    public static DataAwsIamPolicyDocumentStatementCondition[] Strangers(Region region) =>
    [
        new() { Test = "StringNotEquals", Variable = "aws:PrincipalAccount", Values = [region.AccountId] },
        new() { Test = "Bool", Variable = "aws:PrincipalIsAWSService", Values = ["false"] },
    ];
}
