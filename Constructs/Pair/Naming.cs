using System.Text.RegularExpressions;

namespace PaymentDr;

/// <summary>Every name that AWS sees: <c>{type}-{purpose}-{role}-{suffix}</c>, without a role where both regions share it.</summary>
public sealed partial record Naming(string Suffix)
{
    public const string Project = "payment-dr";

    /// <summary>The shortest limit is a load balancer's 32: <c>alb-pay-secondary-</c> takes 18 of it, and two are left for a longer purpose.</summary>
    public const int LongestSuffix = 12;

    /// <summary>A bucket, a DNS label and a database identifier end at 63; a role at 64.</summary>
    private const int LongestName = 63;

    private const int AccountDigits = 12;

    /// <summary>Some services look for their own prefix and refuse a destination without it, or write to a name that begins and ends as they say.</summary>
    public static readonly IReadOnlyList<string> DemandedPrefixes = ["/aws/ecs/containerinsights/", "/aws/rds/cluster/", "/aws/vendedlogs/states/", "alias/", "amazon-apigateway-", "aws-waf-logs-"];

    public static readonly IReadOnlyList<string> DemandedEnds = ["/performance", "/postgresql"];

    public string Stack => $"{Project}-{Suffix}";

    public static string Of(RegionRole role) => role switch
    {
        RegionRole.Primary => "primary",
        RegionRole.Secondary => "secondary",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Not a role of a region."),
    };

    /// <summary>Lower case, digits and single hyphens: what the strictest service, RDS, accepts.</summary>
    public static bool IsSuffix(string text) => text.Length <= LongestSuffix && Words().IsMatch(text);

    /// <summary>The name of a thing that each region has.</summary>
    public string Regional(string type, string purpose, RegionRole role) => Checked($"{type}-{purpose}-{Of(role)}-{Suffix}");

    /// <summary>The name of a thing that both regions share, or have under the same name.</summary>
    public string Shared(string type, string purpose) => Checked($"{type}-{purpose}-{Suffix}");

    /// <summary>By which a region's key is found, its id being AWS's to choose.</summary>
    public string KeyAlias(string purpose, RegionRole role) => $"alias/{Regional("key", purpose, role)}";

    /// <summary>Parameters have folders, and the same name in both regions.</summary>
    public string Parameter(string name) => $"/{Project}/{Suffix}/{name}";

    /// <summary>The name of a bucket, which no other account in the world may have: so it carries ours, known only when it is built.</summary>
    public string Bucket(string purpose, RegionRole role, string accountId)
    {
        _ = Checked(With(new string('0', AccountDigits)));
        return With(accountId);

        string With(string account) => $"s3-{purpose}-{Of(role)}-{account}-{Suffix}";
    }

    public Dictionary<string, string> TagsFor(string region) => new()
    {
        ["Environment"] = Suffix,
        ["ManagedBy"] = "cdktf",
        ["Project"] = Project,
        ["Region"] = region,
    };

    private static string Checked(string name) =>
        name.Length <= LongestName && Words().IsMatch(name)
            ? name
            : throw new ArgumentException($"The name '{name}' must be at most {LongestName} lower-case letters, digits and single hyphens.");

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex Words();
}
