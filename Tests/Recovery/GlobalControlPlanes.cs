using PaymentDr.Tests.Permissions;

namespace PaymentDr.Tests.Recovery;

/// <summary>
/// What AWS serves from one region for all of them ("AWS Fault Isolation Boundaries", appendix A): a recovery that calls it stops with that region. What
/// answers from everywhere is not here: names, verdicts of health checks, roles that are assumed.
/// </summary>
internal static class GlobalControlPlanes
{
    private static readonly string[] Actions =
    [
        "account:*",
        "acm:*",
        "cloudfront:*",
        "ecr-public:*",
        "globalaccelerator:*",
        "iam:*",
        "networkmanager:*",
        "organizations:*",
        "route53:*",
        "route53-recovery-control-config:*",
        "route53-recovery-readiness:*",
        "route53domains:*",
        "s3:CreateBucket",
        "s3:DeleteBucket*",
        "s3:Put*Configuration",
        "s3:PutBucket*",
        "shield:*",
        "sso:*",
    ];

    /// <param name="action">As in a policy, with wildcards.</param>
    public static bool Includes(string action) =>
        Actions.Any(global => Wildcard.MatchesAction(global, action) || Wildcard.MatchesAction(action, global.Replace("*", "", StringComparison.Ordinal)));
}
