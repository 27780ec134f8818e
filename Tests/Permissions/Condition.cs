using System.Globalization;
using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Permissions;

/// <summary>A condition of a statement, of the operators that ours use and no others: what IAM would judge and this does not is refused.</summary>
internal sealed record Condition(string Test, string Key, string[] Values)
{
    private static readonly Dictionary<string, Func<string, string, bool>> Operators = new()
    {
        ["ArnEquals"] = IsLikeArn,
        // By IAM's book there is no difference.
        ["ArnLike"] = IsLikeArn,
        ["Bool"] = (wanted, said) => wanted.Equals(said, StringComparison.OrdinalIgnoreCase),
        ["NumericLessThan"] = (wanted, said) => double.Parse(said, CultureInfo.InvariantCulture) < double.Parse(wanted, CultureInfo.InvariantCulture),
        ["StringEquals"] = (wanted, said) => wanted == said,
        ["StringLike"] = Wildcard.Matches,
        ["StringNotEquals"] = (wanted, said) => wanted == said,
    };

    /// <exception cref="NotSupportedException">It uses another operator.</exception>
    public static Condition Read(JsonNode condition, Func<string, string> resolve)
    {
        var test = condition["test"]!.GetValue<string>();
        return Operators.ContainsKey(test)
            ? new(test, condition["variable"]!.GetValue<string>(), [.. condition["values"]!.AsArray().Select(value => resolve(value!.GetValue<string>()))])
            : throw new NotSupportedException($"The condition operator {test}.");
    }

    /// <summary>A key of which AWS says nothing meets no condition but those that deny equality.</summary>
    public bool IsMet(Call call)
    {
        var isNegated = Test.Contains("Not", StringComparison.Ordinal);
        return call.Find(Key) is { } said ? Values.Any(value => Operators[Test](value, said)) != isNegated : isNegated;
    }

    public override string ToString() => $"{Test} {Key} {string.Join(" or ", Values)}";

    /// <summary>Part by part: a wildcard does not reach over a colon, but in the last part.</summary>
    private static bool IsLikeArn(string pattern, string arn)
    {
        var (wanted, said) = (pattern.Split(':', 6), arn.Split(':', 6));
        return wanted.Length == said.Length && wanted.Zip(said).All(part => Wildcard.Matches(part.First, part.Second));
    }
}
