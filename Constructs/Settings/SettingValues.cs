using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace PaymentDr;

/// <summary>How a value has to be written, whatever it is set for.</summary>
internal static partial class SettingValues
{
    /// <summary>By RFC 5321, with its path's brackets.</summary>
    private const int LongestEmail = 254;

    /// <summary>Written as it will be read back: the parser would drop host bits without a word.</summary>
    public static bool IsNetwork(string text) =>
        IPNetwork.TryParse(text, out var network)
        && network.BaseAddress.AddressFamily is AddressFamily.InterNetwork
        && network.PrefixLength is >= 16 and <= 20
        && network.ToString() == text;

    /// <summary>Local zones and wavelength zones have longer names and lack services that we need.</summary>
    public static bool IsZoneOf(string? region, string zone) =>
        region is null || (zone.Length == region.Length + 1 && zone.StartsWith(region, StringComparison.Ordinal) && char.IsAsciiLetterLower(zone[^1]));

    public static bool IsStatePath(string path) =>
        path.EndsWith(".tfstate", StringComparison.Ordinal)
        && !Path.IsPathRooted(path)
        && !path.Contains('\\')
        && path.Split('/') is var parts
        && parts[0] is not ("cdktf.out" or ".gen" or "artifacts" or "node_modules")
        && parts.All(part => part is not ("" or "." or ".."));

    public static bool IsDnsName(string text) => text.Length <= 253 && DnsName().IsMatch(text);

    public static bool IsZoneId(string text) => ZoneId().IsMatch(text);

    public static bool IsEngineVersion(string text) => EngineVersion().IsMatch(text);

    public static bool IsInstanceClass(string text) => InstanceClass().IsMatch(text);

    public static bool IsHealthCheck(string text) => HealthCheck().IsMatch(text);

    public static bool IsImageDigest(string text) => ImageDigest().IsMatch(text);

    public static bool IsEmail(string text) => text.Length <= LongestEmail && Email().IsMatch(text);

    /// <summary>SNS would send a user and password on, and everybody who reads the file would have them.</summary>
    public static bool IsEndpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address is { Scheme: "https", UserInfo: "", Fragment: "" }
        && text.StartsWith("https://", StringComparison.Ordinal)
        && !text.Contains('$', StringComparison.Ordinal);

    public static bool AreDifferent(IReadOnlyList<string> values) => values.Distinct(StringComparer.OrdinalIgnoreCase).Count() == values.Count;

    /// <summary>One of EventBridge's, of which no drill follows on the heels of another. Whether a date exists EventBridge alone knows.</summary>
    public static bool IsSchedule(string text) =>
        Rate().IsMatch(text) || (Cron().Match(text) is { Success: true } cron && cron.Groups[1].Value == "?" ^ cron.Groups[2].Value == "?");

    public static bool IsBucket(string text) => text.Length is >= 3 and <= 63 && Bucket().IsMatch(text);

    public static bool IsCloudName(string text) => CloudName().IsMatch(text);

    [GeneratedRegex(@"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]\z")]
    private static partial Regex DnsName();

    [GeneratedRegex(@"^Z[A-Z0-9]{1,31}\z")]
    private static partial Regex ZoneId();

    /// <summary>Major versions whose minor ones global databases know; which minor ones exist changes, and AWS says so.</summary>
    [GeneratedRegex(@"^1[6-8]\.\d{1,2}\z")]
    private static partial Regex EngineVersion();

    [GeneratedRegex(@"^db\.[rx]\d[a-z]*\.\d*x?large\z")]
    private static partial Regex InstanceClass();

    [GeneratedRegex(@"^arn:aws:route53:::healthcheck/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\z")]
    private static partial Regex HealthCheck();

    [GeneratedRegex(@"^sha256:[0-9a-f]{64}\z")]
    private static partial Regex ImageDigest();

    /// <summary>Without quotes and comments, which mail systems hardly take; and without what Terraform would read as an expression.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9._+-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,63}\z")]
    private static partial Regex Email();

    [GeneratedRegex(@"^rate\((1 (hour|day)|([2-9]|[1-9]\d{1,2}) (hours|days))\)\z")]
    private static partial Regex Rate();

    /// <summary>At one minute of an hour: a drill takes several.</summary>
    [GeneratedRegex(@"^cron\([0-5]?\d [\d,*/-]+ ([\dLW,*/?-]+) [\dA-Z,*/-]+ ([\dA-Z,*/?#-]+) [\d,*/-]+\)\z")]
    private static partial Regex Cron();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]*[a-z0-9]\z")]
    private static partial Regex Bucket();

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,90}\z")]
    private static partial Regex CloudName();
}
