using System.IO.Enumeration;

namespace PaymentDr.Tests.Permissions;

/// <summary>Texts with * and ? as policies write them.</summary>
internal static class Wildcard
{
    // The system's own function finds nothing in an empty text.
    public static bool Matches(string pattern, string text) => pattern == text || FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);

    /// <summary>Names of actions are the same in either case.</summary>
    public static bool MatchesAction(string pattern, string action) => FileSystemName.MatchesSimpleExpression(pattern, action, ignoreCase: true);
}
