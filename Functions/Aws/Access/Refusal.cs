using System.Text.RegularExpressions;

namespace PaymentDr.Aws;

/// <summary>
/// What is told of a service's refusal: its kind. Its words may repeat what was asked, and that may be a password or whatever a customer wrote;
/// but who may not do what is said without it, and so is the state of a database.
/// </summary>
internal static partial class Refusal
{
    private const string Permission = "AccessDenied";

    public static string Describe(string code, int status, string? words) =>
        code.StartsWith(Permission, StringComparison.Ordinal) ? $"{code}: {words}"
        : SqlState().Match(words ?? "") is { Success: true } state ? $"{code}: {state.Value}"
        : $"{code} ({status})";

    [GeneratedRegex("SQLState: [0-9A-Z]{5}")]
    private static partial Regex SqlState();
}
