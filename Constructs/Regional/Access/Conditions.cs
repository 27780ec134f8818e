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
}
