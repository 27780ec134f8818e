using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Permissions;

/// <summary>How a resource's policy speaks of a caller.</summary>
internal enum Admission
{
    None,

    /// <summary>His account is named: then its own policies decide.</summary>
    ByAccount,

    Direct,
}

/// <summary>One statement of a policy, with its references resolved.</summary>
/// <param name="Holder">The arn of the role that has the policy, or of what the policy guards.</param>
internal sealed record Statement(string Holder, bool IsOfRole, string Sid)
{
    private static readonly string[] Members = ["sid", "effect", "actions", "resources", "principals", "condition"];

    public bool Denies { get; init; }

    public required string[] Actions { get; init; }

    public required string[] Resources { get; init; }

    /// <summary>Of a resource's policy: services, arns, or * for everybody.</summary>
    public string[] Principals { get; init; } = [];

    public Condition[] Conditions { get; init; } = [];

    /// <summary>As the data source for policies writes it.</summary>
    public static Statement Read(string holder, bool isOfRole, JsonNode statement, Arns arns)
    {
        if (statement.AsObject().Select(member => member.Key).Except(Members).ToArray() is { Length: > 0 } unknown)
        {
            throw new NotSupportedException($"{string.Join(", ", unknown)} in a statement of {holder}.");
        }

        return new(holder, isOfRole, statement["sid"]!.GetValue<string>())
        {
            Denies = statement["effect"]?.GetValue<string>() == "Deny",
            Actions = Texts(statement["actions"]),
            // A policy about who assumes a role names none: it is about the role.
            Resources = statement["resources"] is { } resources ? Texts(resources) : [holder],
            Principals = [.. (statement["principals"]?.AsArray() ?? []).SelectMany(Named)],
            Conditions = [.. (statement["condition"]?.AsArray() ?? []).Select(condition => Condition.Read(condition!, arns.Of))],
        };

        // AWS knows a service only by that word.
        IEnumerable<string> Named(JsonNode? principal) => Texts(principal!["identifiers"])
            .Select(name => (string?)principal["type"] == "Service" == name.EndsWith(".amazonaws.com", StringComparison.Ordinal) ? name : $"{principal["type"]} {name}");

        string[] Texts(JsonNode? list) => [.. list!.AsArray().Select(item => arns.Of(item!.GetValue<string>()))];
    }

    public bool Matches(Call call) =>
        (IsOfRole ? call.By is Caller.Role role && role.Arn == Holder : IsGuarded(call.Resource) && AdmissionOf(call.By) is not Admission.None)
        && Actions.Any(action => Wildcard.MatchesAction(action, call.Action))
        && Resources.Any(resource => Wildcard.Matches(resource, call.Resource))
        && Conditions.All(condition => condition.IsMet(call));

    public Admission AdmissionOf(Caller caller) => Principals.Select(principal => (principal, caller) switch
    {
        ("*", _) => Admission.Direct,
        (var name, Caller.Service service) when name == service.Name => Admission.Direct,
        (var arn, Caller.Role role) when arn == role.Arn => Admission.Direct,
        (var arn, Caller.Role role) when arn == $"arn:aws:iam::{role.Arn.Split(':')[4]}:root" => Admission.ByAccount,
        (var arn, Caller.Stranger) when arn.Contains(Caller.Stranger.Account, StringComparison.Ordinal) => Admission.Direct,
        _ => Admission.None,
    }).DefaultIfEmpty().Max();

    public override string ToString() => $"{Sid} of {Holder}";

    /// <summary>A bucket's policy is about its objects, too.</summary>
    private bool IsGuarded(string resource) => resource == Holder || resource.StartsWith($"{Holder}/", StringComparison.Ordinal);
}
