using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Permissions;

/// <summary>
/// All that a synthesized file says about who may do what, judged as IAM judges it. Of one account: either the role's policy or the resource's must
/// allow, and a key or a role must itself admit, directly or by its account. A service or a stranger needs the resource's policy. A denial wins.
/// </summary>
internal sealed partial class Policies
{
    /// <summary>By type: where a resource's policy stands, and what it guards.</summary>
    private static readonly Dictionary<string, (string Policy, string Guarded)> Places = new()
    {
        ["aws_backup_vault_policy"] = ("policy", "backup_vault_name"),
        ["aws_cloudwatch_event_bus_policy"] = ("policy", "event_bus_name"),
        ["aws_iam_role"] = ("assume_role_policy", ""),
        ["aws_kms_key"] = ("policy", ""),
        ["aws_s3_bucket_policy"] = ("policy", "bucket"),
        ["aws_sns_topic_policy"] = ("policy", "arn"),
        ["aws_sqs_queue_policy"] = ("policy", "queue_url"),
    };

    /// <summary>Called a policy, and about something else.</summary>
    private static readonly string[] Others = ["aws_ecr_lifecycle_policy"];

    private readonly ILookup<string, Statement> _byHolder;

    public Policies(IReadOnlyList<Statement> statements) => (Statements, _byHolder) = (statements, statements.ToLookup(statement => statement.Holder));

    public IReadOnlyList<Statement> Statements { get; }

    /// <exception cref="NotSupportedException">A policy stands where none is looked for.</exception>
    public static Policies Of(SynthesizedStack stack)
    {
        var arns = new Arns(stack);
        return new(
        [
            .. from element in stack.Elements
               where element.Kind == "resource"
               from statement in Read(stack, arns, element)
               select statement,
        ]);
    }

    public bool Allow(Call call)
    {
        var matching = Matching(call).ToArray();
        if (matching.Any(statement => statement.Denies))
        {
            return false;
        }

        var isGranted = matching.Any(statement => statement.IsOfRole);
        var admission = matching.Where(statement => !statement.IsOfRole).Select(statement => statement.AdmissionOf(call.By)).DefaultIfEmpty().Max();
        var mustBeAdmitted = call.Action is "sts:AssumeRole" || call.Action.StartsWith("kms:", StringComparison.Ordinal);
        return admission is Admission.Direct || (isGranted && (!mustBeAdmitted || admission is Admission.ByAccount));
    }

    /// <summary>Whether somebody says no, and not only nobody yes.</summary>
    public bool Deny(Call call) => Matching(call).Any(statement => statement.Denies);

    /// <summary>With one statement instead of another, or without it.</summary>
    public Policies With(Statement old, Statement? changed) =>
        new([.. Statements.Select(statement => ReferenceEquals(statement, old) ? changed : statement).OfType<Statement>()]);

    /// <summary>Of the caller's own, of what he asks for, and of what that is in: a bucket's policy is about its objects, too.</summary>
    private IEnumerable<Statement> Matching(Call call)
    {
        var parts = call.Resource.Split('/');
        var holders = Enumerable.Range(1, parts.Length).Select(length => string.Join('/', parts[..length])).Append((call.By as Caller.Role)?.Arn ?? "").Distinct();
        return holders.SelectMany(holder => _byHolder[holder]).Where(statement => statement.Matches(call));
    }

    private static IEnumerable<Statement> Read(SynthesizedStack stack, Arns arns, Element element)
    {
        if (element.Type == "aws_lambda_permission")
        {
            return [OfPermission(stack, arns, element)];
        }

        var documents = Documents(element).ToArray();
        if (element.Type == "aws_iam_role_policy")
        {
            return documents.SelectMany(document => Parse(document, stack.Referenced(element.Text("role")!), isOfRole: true));
        }

        if (!Places.TryGetValue(element.Type, out var place))
        {
            return documents.Length == 0 && (!element.Body.ContainsKey("policy") || Others.Contains(element.Type)) ? [] : throw new NotSupportedException($"A policy of {element}.");
        }

        var guarded = place.Guarded == "" ? element : stack.Referenced(element.Text(place.Guarded)!);
        return documents is [var only] && element.Text(place.Policy) == only
            ? Parse(only, guarded, isOfRole: false)
            : throw new NotSupportedException($"The policy of {element}.");

        IEnumerable<Statement> Parse(string document, Element holder, bool isOfRole) =>
            stack.Referenced(document).Body["statement"]!.AsArray().Select(statement => Statement.Read(arns.Of(holder), isOfRole, statement!, arns));
    }

    /// <summary>AWS makes a statement of it.</summary>
    private static Statement OfPermission(SynthesizedStack stack, Arns arns, Element permission)
    {
        var function = arns.Of(stack.Referenced(permission.Text("function_name")!));
        return new(function, IsOfRole: false, permission.Text("statement_id")!)
        {
            Actions = [permission.Text("action")!],
            Resources = [function],
            Principals = [arns.Of(permission.Text("principal")!)],
            Conditions =
            [
                .. permission.Text("source_arn") is { } source ? [new Condition("ArnLike", "aws:SourceArn", [arns.Of(source)])] : Array.Empty<Condition>(),
                .. permission.Text("source_account") is { } account ? [new Condition("StringEquals", "aws:SourceAccount", [arns.Of(account)])] : Array.Empty<Condition>(),
            ],
        };
    }

    private static IEnumerable<string> Documents(Element element) =>
        Document().Matches(element.WithoutMetadata().ToJsonString()).Select(match => match.Value);

    [GeneratedRegex(@"\$\{data\.aws_iam_policy_document\.[^}]+\}")]
    private static partial Regex Document();
}
