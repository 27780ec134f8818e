using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PaymentDr.Tests;

/// <summary>Places in a synthesized file: what a test breaks in a copy of it.</summary>
internal static partial class SynthesizedFile
{
    /// <summary>The only resource of its type in a region.</summary>
    public static JsonObject Resource(this JsonObject file, string type, string scope) =>
        file["resource"]![type]!.AsObject().Single(body => body.Key.StartsWith(scope, StringComparison.Ordinal)).Value!.AsObject();

    public static JsonObject FirstResource(this JsonObject file, string type) => file["resource"]![type]!.AsObject().First().Value!.AsObject();

    /// <summary>Of every policy.</summary>
    public static IEnumerable<JsonObject> Statements(this JsonObject file) =>
        from document in file["data"]!["aws_iam_policy_document"]!.AsObject()
        from statement in document.Value!["statement"]!.AsArray()
        select statement.AsObject();

    /// <summary>The account in a value is a reference, so a word stands for it.</summary>
    public static string WithAccountNamed(this JsonNode value) => Account().Replace(value.GetValue<string>(), "account");

    [GeneratedRegex(@"\$\{aws_vpc\.[^}]+\.owner_id\}")]
    private static partial Regex Account();
}
