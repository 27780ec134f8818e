using System.Globalization;
using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace PaymentDr.Tests;

/// <summary>A request as IAM sees it. References in the file stand for the names that they become.</summary>
internal sealed record Request(string Action, string Resource, IReadOnlyDictionary<string, string> Context)
{
    public override string ToString() => $"{Action} on {Resource}{string.Concat(Context.Select(pair => $", {pair.Key} = {pair.Value}"))}";
}

/// <summary>Statements of a synthesized policy, judged as IAM judges them: a denial wins, and what nobody allows is refused.</summary>
internal sealed class PolicyStatements(IEnumerable<JsonObject> statements)
{
    private readonly JsonObject[] _statements = [.. statements];

    public bool Allow(Request request) => _statements.Any(statement => !IsDenial(statement) && Matches(statement, request, whereUnknown: false)) && !Deny(request);

    public bool Deny(Request request) => _statements.Any(statement => IsDenial(statement) && Matches(statement, request, whereUnknown: true));

    private static bool IsDenial(JsonObject statement) => statement["effect"]?.GetValue<string>() == "Deny";

    /// <param name="whereUnknown">What a kind of condition counts as that this class does not know: always the worse.</param>
    private static bool Matches(JsonObject statement, Request request, bool whereUnknown) =>
        Texts(statement["actions"]).Any(pattern => Like(pattern, request.Action))
        && Texts(statement["resources"]).Any(pattern => Like(pattern, request.Resource))
        && (statement["condition"]?.AsArray() ?? []).All(condition => IsMet(condition!, request, whereUnknown));

    private static bool IsMet(JsonNode condition, Request request, bool whereUnknown)
    {
        if (!request.Context.TryGetValue(condition["variable"]!.GetValue<string>(), out var actual))
        {
            return false;
        }

        var values = Texts(condition["values"]);
        return condition["test"]!.GetValue<string>() switch
        {
            "StringEquals" or "Bool" => values.Contains(actual),
            "StringNotEquals" => !values.Contains(actual),
            "StringLike" or "ArnLike" or "ArnEquals" => values.Any(pattern => Like(pattern, actual)),
            "NumericLessThan" => values.Any(value => double.Parse(actual, CultureInfo.InvariantCulture) < double.Parse(value, CultureInfo.InvariantCulture)),
            _ => whereUnknown,
        };
    }

    private static bool Like(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);

    private static IEnumerable<string> Texts(JsonNode? list) => (list?.AsArray() ?? []).Select(item => item!.GetValue<string>());
}
