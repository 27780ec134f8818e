using System.Reflection;
using PaymentDr.Tests.Permissions;

namespace PaymentDr.Tests.Parity;

/// <summary>
/// The laws that judge a file, for one in which something of the standby is altered that the primary does not have. A law that cannot read the file has
/// found something, too. Snapshots are not among them: they show every change, and hold nobody to it.
/// </summary>
internal sealed class Judges
{
    /// <summary>
    /// Laws that take long, and the beginning of the types that they are about. About none: no alteration makes a literal a secret or a path absolute, the
    /// provider is not asked for its schema here, and both regions have a dashboard.
    /// </summary>
    private static readonly Dictionary<string, string[]> Subjects = new()
    {
        ["AlarmDocumentTests.Unwritten"] = Alarms,
        ["AlarmLaws.Misplaced"] = Alarms,
        ["AlarmLaws.Refused"] = Alarms,
        ["AlarmLaws.Unexplained"] = Alarms,
        ["AlarmLaws.Unmeasured"] = Alarms,
        ["AlarmLaws.Untold"] = Alarms,
        ["AlarmLaws.Unwatched"] = Alarms,
        ["BucketLaws.Complaints"] = ["aws_s3_"],
        ["DashboardLaws.Astray"] = [],
        ["DashboardLaws.Lonely"] = [],
        ["DashboardLaws.OneSided"] = [],
        ["DashboardLaws.Refused"] = [],
        ["DashboardLaws.Unlisted"] = [],
        ["DashboardLaws.Unseen"] = [],
        ["DashboardLaws.Untidy"] = [],
        ["FileLaws.AbsolutePaths"] = [],
        ["FileLaws.SecretLiterals"] = [],
        ["ReplicationLaws.Complaints"] = ["aws_s3_"],
        ["SchemaLaws.Violations"] = [],
        ["SymmetryLaws.Asymmetries"] = ["aws_dynamodb_", "aws_secretsmanager_"],
        ["WorkflowLaws.Actions"] = Policy,
        ["WorkflowLaws.Undone"] = Policy,
    };

    private static string[] Alarms => ["aws_cloudwatch_metric_alarm"];

    private static string[] Policy => ["aws_iam_", "aws_lambda_permission"];

    /// <summary>What tests ask of a file, each with what is wrong for an answer.</summary>
    private static readonly (string Name, Func<SynthesizedStack, IEnumerable<string>> Say)[] Laws =
    [
        .. from type in typeof(Judges).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly)
           where method.ReturnType == typeof(IEnumerable<string>) && method.GetParameters() is [{ ParameterType: var of }] && of == typeof(SynthesizedStack)
           select ($"{type.Name}.{method.Name}", method.CreateDelegate<Func<SynthesizedStack, IEnumerable<string>>>()),
    ];

    private readonly Dictionary<string, HashSet<string>> _before;
    private readonly Proof _proof;

    public Judges(SynthesizedStack stack, IEnumerable<Element> standby)
    {
        _before = Laws.Where(law => Subjects.GetValueOrDefault(law.Name) is not []).ToDictionary(law => law.Name, law => law.Say(stack).ToHashSet());
        var arns = new Arns(stack);
        var concerned = standby.Where(element => element.Type is "aws_iam_role" or "aws_lambda_function").Select(arns.Of).ToHashSet();
        var proof = Proof.Of(stack);
        _proof = proof with { Made = Of(proof.Made), Forbidden = Of(proof.Forbidden), Denied = [] };

        IReadOnlyList<Call> Of(IReadOnlyList<Call> calls) =>
            [.. calls.Where(call => concerned.Contains(call.Resource) || (call.By is Caller.Role role && concerned.Contains(role.Arn)))];
    }

    /// <summary>Whether somebody says something that nobody said before.</summary>
    public bool Find(Mutant mutant, SynthesizedStack altered) => Tries(() =>
        (Policy.Any(mutant.Element.Type.StartsWith) ? IsGrantedOtherwise(altered) : mutant.Body is not null && AsksForMore(mutant, altered))
        || Laws.Where(law => Concerns(law.Name, mutant)).Any(law => law.Say(altered).Any(said => !_before[law.Name].Contains(said))));

    /// <summary>What a workflow does is nobody's subject but the workflow's laws'.</summary>
    private static bool Concerns(string law, Mutant mutant) =>
        mutant.Path.StartsWith("definition/", StringComparison.Ordinal) ? law == "WorkflowLaws.Faults"
        : !Subjects.TryGetValue(law, out var types) || types.Any(mutant.Element.Type.StartsWith);

    private bool IsGrantedOtherwise(SynthesizedStack altered)
    {
        var policies = Policies.Of(altered);
        return (_proof with { Policies = policies }) is var proof && (proof.Refused().Any() || proof.Open().Any());
    }

    /// <summary>Than anybody grants.</summary>
    private bool AsksForMore(Mutant mutant, SynthesizedStack altered) =>
        DefinedCalls.Of(altered, mutant.Element with { Body = mutant.Body! }).Any(call => !_proof.Policies.Allow(call));

    private static bool Tries(Func<bool> judge)
    {
        try
        {
            return judge();
        }
        catch (Exception problem) when (problem is InvalidOperationException or NullReferenceException or ArgumentException or KeyNotFoundException or FormatException or NotSupportedException)
        {
            return true;
        }
    }
}
