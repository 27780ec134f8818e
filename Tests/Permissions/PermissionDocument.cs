using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Permissions;

/// <summary>Who may do what in the default stack, as people read it: by what a role is for, with the two regions as here and there.</summary>
internal sealed partial class PermissionDocument(SynthesizedStack stack)
{
    private readonly Policies _policies = Policies.Of(stack);

    /// <summary>Of the roles: who acts under each, and what it may do.</summary>
    public string Roles => MarkdownTable.Of(
        ["role", "of", "may", "on", "if"],
        from role in _policies.Statements.Where(statement => statement.IsOfRole || IsTrust(statement)).GroupBy(statement => Simple(statement.Holder.Split('/')[^1])).OrderBy(role => role.Key, StringComparer.Ordinal)
        let services = string.Join(", ", role.SelectMany(statement => statement.Principals).Distinct().Select(Code))
        from row in role.Where(statement => statement.IsOfRole).Select(Describe).DefaultIfEmpty(("what AWS's own policy says", "", "")).Distinct().Index()
        select (string[])[row.Index == 0 ? role.Key : "", row.Index == 0 ? services : "", row.Item.Item1, row.Item.Item2, row.Item.Item3]);

    /// <summary>Of what has a policy of its own, but for roles.</summary>
    public string Resources => MarkdownTable.Of(
        ["what", "whom", "may", "on", "if"],
        from guarded in _policies.Statements.Where(statement => !statement.IsOfRole && !IsTrust(statement)).GroupBy(statement => Code(Simple(statement.Holder))).OrderBy(guarded => guarded.Key, StringComparer.Ordinal)
        from row in guarded.Select(statement => (Whom: Places(statement, statement.Principals), Row: Describe(statement with { Resources = PartsOf(statement) }))).Distinct().Index()
        select (string[])[row.Index == 0 ? guarded.Key : "", row.Item.Whom, row.Item.Row.May, row.Item.Row.On, row.Item.Row.If]);

    /// <summary>What roles may touch in the other region, but for the keys of it.</summary>
    public ILookup<string, string> Across => (
        from statement in _policies.Statements
        where statement is { IsOfRole: true, Denies: false } && !statement.Actions[0].StartsWith("kms:", StringComparison.Ordinal)
        from resource in statement.Resources
        where WhereIs(resource, SiteOf(statement.Holder)) == "there"
        select (Role: Simple(statement.Holder.Split('/')[^1]), What: Simple(resource))).Distinct().ToLookup(reach => reach.Role, reach => reach.What);

    /// <summary>What no role may do, by what it would be done to.</summary>
    public static string Forbidden(Proof proof) => MarkdownTable.Of(
        ["nobody may"],
        from service in proof.Forbidden.Where(call => call.By is Caller.Role && call.Context.Keys.All(key => key == "lambda:SourceFunctionArn"))
            .Select(call => call.Action).GroupBy(action => action.Split(':')[0]).OrderBy(service => service.Key, StringComparer.Ordinal)
        select (string[])[string.Join(", ", service.Distinct().Order(StringComparer.Ordinal).Select(Code))]);

    private (string May, string On, string If) Describe(Statement statement) => (
        $"{(statement.Denies ? "**not** " : "")}{string.Join(", ", statement.Actions.Select(Code))}",
        Places(statement, statement.Resources),
        string.Join("; ", statement.Conditions.Select(condition => $"{Code(condition.Key)} {Verb(condition.Test)} {Places(statement, condition.Values)}")));

    /// <summary>What the policy is about does not have to be named again.</summary>
    private static string[] PartsOf(Statement statement) =>
        [.. statement.Resources.Where(resource => resource != "*" && resource != statement.Holder && resource != $"{statement.Holder}/*")];

    /// <summary>What both regions have is named once.</summary>
    private string Places(Statement statement, string[] values) => string.Join("; ",
        from value in values
        group WhereIs(value, SiteOf(statement.Holder)) by Code(Simple(value)) into places
        let sides = places.OfType<string>().Distinct().ToArray()
        select sides.Length == 0 ? places.Key : $"{places.Key} {string.Join(" and ", sides)}");

    /// <summary>Seen from a holder's region; null where it is in none.</summary>
    private string? WhereIs(string value, string? own) => SiteOf(value) switch
    {
        null => null,
        var site when site == own || own is null => "here",
        _ => "there",
    };

    /// <summary>By its name, or by its region.</summary>
    private string? SiteOf(string value) => RecordedCalls.Sites.FirstOrDefault(site =>
        value.Contains($"-{site}-", StringComparison.Ordinal) || value.Contains(stack.RegionOf(site), StringComparison.Ordinal));

    /// <summary>Without what is the same of everything, or differs between regions and environments.</summary>
    private string Simple(string value)
    {
        foreach (var site in RecordedCalls.Sites)
        {
            value = value.Replace($"-{site}-", "-", StringComparison.Ordinal).Replace(stack.RegionOf(site), "", StringComparison.Ordinal);
        }

        value = value.Replace("arn:aws:", "", StringComparison.Ordinal).Replace($"/{Arns.Account}/", "/{account}/", StringComparison.Ordinal).Replace($"-{Arns.Account}", "", StringComparison.Ordinal)
            .Replace(Arns.Account, "", StringComparison.Ordinal).Replace("..", ".", StringComparison.Ordinal).Replace(Arns.SecretEnding, "", StringComparison.Ordinal);
        return Role().Replace(Separators().Replace(Environment().Replace(value, "$1"), ":"), "");
    }

    private static bool IsTrust(Statement statement) => statement.Actions is ["sts:AssumeRole"];

    private static string Verb(string test) =>
        test.Contains("Not", StringComparison.Ordinal) ? "is not" : test.StartsWith("Numeric", StringComparison.Ordinal) ? "is below" : "is";

    private static string Code(string text) => text is "" ? "this account" : $"`{text}`";

    [GeneratedRegex("-dev(?=$|[-/:])|(?<=/)dev/()")]
    private static partial Regex Environment();

    [GeneratedRegex(":{2,}")]
    private static partial Regex Separators();

    [GeneratedRegex("^role-")]
    private static partial Regex Role();
}
