using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Permissions;

/// <summary>
/// What was recorded of functions while they ran (Tests/Emulator/RecordedCallsTests), by what a role is for. Regions are kept as the function's own
/// and the other one: each region's functions do what the other's do, in their turn.
/// </summary>
internal static partial class RecordedCalls
{
    private const string File = "RecordedCallsTests.Calls.verified.json";
    private const string When = " when ";

    private static readonly Lazy<JsonObject> LazyRecorded = new(() =>
        JsonNode.Parse(System.IO.File.ReadAllText(Repository.PathOf("Tests", "Snapshots", "Emulator", File)))!.AsObject());

    /// <summary>By role and action: on what.</summary>
    public static JsonObject ToJson(IEnumerable<Call> calls) => new(
        from call in calls
        let text = Generalize(call)
        group text by text.Role into ofRole
        orderby ofRole.Key
        select KeyValuePair.Create(ofRole.Key, (JsonNode?)new JsonObject(
            from text in ofRole
            group text.On by text.Action into ofAction
            orderby ofAction.Key
            select KeyValuePair.Create(ofAction.Key, (JsonNode?)new JsonArray([.. ofAction.Distinct().Order(StringComparer.Ordinal).Select(place => (JsonNode)place)])))));

    /// <summary>As they would be made in a stack, by the roles that are in it.</summary>
    public static IReadOnlyList<Call> In(SynthesizedStack stack)
    {
        var arns = new Arns(stack);
        var roles = stack.Elements.Where(element => element.Type == "aws_iam_role").Select(arns.Of).ToHashSet();
        return
        [
            .. from role in LazyRecorded.Value
               from action in role.Value!.AsObject()
               from place in action.Value!.AsArray()
               from own in Sites
               let call = Specify(role.Key, action.Key, place!.GetValue<string>(), own, stack)
               where roles.Contains(((Caller.Role)call.By).Arn)
               select call,
        ];
    }

    /// <summary>The call, and the one that the other region's role makes in its turn.</summary>
    public static IEnumerable<Call> Everywhere(Call call, SynthesizedStack stack)
    {
        var (role, action, on) = Generalize(call);
        return Sites.Select(own => Specify(role, action, on, own, stack));
    }

    public static readonly string[] Sites = ["primary", "secondary"];

    /// <summary>The tests that record run the default stack.</summary>
    private static (string Role, string Action, string On) Generalize(Call call)
    {
        var stack = SynthesizedStack.Default;
        var name = RoleName().Match(call.By.ToString()!);
        var (own, peer) = (name.Groups[2].Value, Sites.Single(site => site != name.Groups[2].Value));
        var on = Secret().Replace(call.Resource, $"$1{Arns.SecretEnding}")
            .Replace(stack.RegionOf(own), "{own-region}", StringComparison.Ordinal).Replace(stack.RegionOf(peer), "{peer-region}", StringComparison.Ordinal)
            .Replace($"-{own}-", "-{own}-", StringComparison.Ordinal).Replace($"-{peer}-", "-{peer}-", StringComparison.Ordinal);
        on = Evidence().Replace(Certificate().Replace(Merchant().Replace(on, "/keys/drill"), "/certificates/{certificate}"), "/drills/{evidence}");
        on += string.Concat(call.Context.Select(said => $"{When}{said.Key} = {said.Value}"));
        return (name.Groups[1].Value, call.Action, Suffix().Replace(on, "$1{suffix}"));
    }

    private static Call Specify(string role, string action, string on, string own, SynthesizedStack stack)
    {
        var suffix = SuffixOf(stack);
        var peer = Sites.Single(site => site != own);
        var parts = on
            .Replace("{own-region}", stack.RegionOf(own), StringComparison.Ordinal).Replace("{peer-region}", stack.RegionOf(peer), StringComparison.Ordinal)
            .Replace("{own}", own, StringComparison.Ordinal).Replace("{peer}", peer, StringComparison.Ordinal)
            .Replace("{suffix}", suffix, StringComparison.Ordinal)
            .Split(When);
        var call = new Call(new Caller.Role($"arn:aws:iam::{Arns.Account}:role/role-{role}-{own}-{suffix}"), action, parts[0]);
        return parts.Skip(1).Select(said => said.Split(" = ")).Aggregate(call, (known, said) => known.With(said[0], said[1]));
    }

    private static string SuffixOf(SynthesizedStack stack) => TableName().Match(stack.Elements.First(element => element.Type == "aws_dynamodb_table").Text("name")!).Groups[1].Value;

    [GeneratedRegex("^role-(.+)-(primary|secondary)-dev$")]
    private static partial Regex RoleName();

    [GeneratedRegex(@"([-/])dev(?=$|[-/])")]
    private static partial Regex Suffix();

    [GeneratedRegex("/certificates/.+$")]
    private static partial Regex Certificate();

    [GeneratedRegex("/drills/.+$")]
    private static partial Regex Evidence();

    [GeneratedRegex("/keys/.+$")]
    private static partial Regex Merchant();

    [GeneratedRegex("^(arn:aws:secretsmanager:.+)-[0-9A-Za-z]{6}$")]
    private static partial Regex Secret();

    [GeneratedRegex("^table-[a-z]+-(.+)$")]
    private static partial Regex TableName();
}
