namespace PaymentDr;

/// <summary>The regions of AWS's commercial partition. A list, because asking AWS would need an account.</summary>
internal static class AwsRegions
{
    private static readonly string[] UsualZones = ["a", "b", "c"];

    /// <summary>Where accounts do not get zones a, b and c. None: fewer than three.</summary>
    private static readonly Dictionary<string, string[]?> OtherZones = new()
    {
        ["ap-northeast-1"] = ["a", "c", "d"],
        ["ca-central-1"] = ["a", "b", "d"],
        ["us-west-1"] = null,
    };

    /// <summary>Null where the region has no three zones to choose from by itself.</summary>
    public static IReadOnlyList<string>? DefaultZones(string region) =>
        OtherZones.GetValueOrDefault(region, UsualZones)?.Select(zone => region + zone).ToArray();

    public static readonly IReadOnlySet<string> Codes = new SortedSet<string>(StringComparer.Ordinal)
    {
        "af-south-1",
        "ap-east-1", "ap-east-2",
        "ap-northeast-1", "ap-northeast-2", "ap-northeast-3",
        "ap-south-1", "ap-south-2",
        "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
        "ca-central-1", "ca-west-1",
        "eu-central-1", "eu-central-2",
        "eu-north-1",
        "eu-south-1", "eu-south-2",
        "eu-west-1", "eu-west-2", "eu-west-3",
        "il-central-1",
        "me-central-1", "me-south-1",
        "mx-central-1",
        "sa-east-1",
        "us-east-1", "us-east-2",
        "us-west-1", "us-west-2",
    };
}
