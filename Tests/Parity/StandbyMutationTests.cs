using System.IO.Enumeration;

namespace PaymentDr.Tests.Parity;

/// <summary>What the comparison and the laws are worth: everything of the standby is altered in turn, and somebody must say so.</summary>
[TestFixture]
public sealed class StandbyMutationTests
{
    private const string ForPeople = "said to people";

    private const string Order = "an order in which things are made: nothing of what then stands there is another";

    private const string WhenItRuns = "a program says what variable it lacks, and not what a name ought to be: it is run with these in the emulator";

    /// <summary>Of a workflow that only the standby has, the states and their attributes are altered, and nothing below: runs judge what is said there.</summary>
    private const int DepthOfStates = 4;

    /// <summary>What nobody finds, by what it is, where is altered and how, and why; some of what is listed with a star is found.</summary>
    private static readonly Dictionary<string, string> Unnoticed = new()
    {
        ["aws_cloudwatch_event_rule deciding/decide/schedule/decide: description *"] = ForPeople,
        ["aws_cloudwatch_event_target deciding/decide/schedule/decide-target: depends_on*"] = Order,
        ["aws_cloudwatch_event_rule drilling/document/schedule/drill: description *"] = ForPeople,
        ["aws_cloudwatch_event_rule drilling/document/schedule/drill: name changed"] = "nobody asks for a schedule by its name",
        ["aws_cloudwatch_event_target drilling/document/schedule/drill-target: depends_on*"] = Order,
        ["aws_cloudwatch_event_target drilling/document/schedule/drill-target: retry_policy*"] = "how long a drill that does not start is tried again, which a snapshot shows",
        ["aws_dynamodb_tag *: depends_on*"] = Order,
        ["aws_iam_policy_document *: statement/*/sid changed"] = "a statement's name, for who reads it",
        ["aws_iam_policy_document giving-back/give-back/role/permissions: statement/9*"] = "within one account it is enough that the role at home names this one (MutationTests)",
        ["aws_lambda_function *: description *"] = ForPeople,
        ["aws_lambda_function *: environment/variables/*"] = WhenItRuns,
        ["aws_lambda_function *: timeout *"] = "each program has its own, and a snapshot shows it",
        ["aws_sfn_state_machine giving-back/failback/machine: definition/*"] = "what a way does is shown by runs of it",
        ["aws_iam_role_policy drilling/*: *"] = "runs of the drill go through its roles (DrillTests)",
        ["aws_ssm_document drilling/document/automation: depends_on*"] = Order,
        ["aws_ssm_document drilling/document/automation: name changed"] = "people start it by its name, to which DocumentCommandTests hold the documents",
        ["aws_ssm_document drilling/document/automation: content/*"] = "what a drill does is shown by runs of it (DrillTests)",
        ["aws_vpc_peering_connection_accepter peering/acceptance: *"] = "without it no apply gets on: options and routes wait for it by its name",
    };

    [OneTimeSetUp]
    public void SetCredentials() => TestCredentials.Set();

    [OneTimeTearDown]
    public void RemoveCredentials() => TestCredentials.Remove();

    /// <summary>Of the same resources in the primary.</summary>
    [Test]
    public void Whatever_is_altered_in_what_both_regions_have_is_found()
    {
        var comparison = new Comparison(SynthesizedStack.Default);
        var mutants = Standby(SynthesizedStack.Default).Where(comparison.HasTwin).SelectMany(Mutant.Of).Where(mutant => !AllowedDifferences.IsComparedElsewhere(Comparison.Key(mutant.Element), mutant.Path)).ToArray();
        var survivors = mutants.Where(mutant => comparison.Differences(mutant.Element, mutant.Body).All(AllowedDifferences.Allow)).ToArray();

        Tell(mutants, survivors);
        Assert.That(survivors.Select(mutant => mutant.ToString()), Is.Empty);
    }

    [Test]
    public void Whatever_is_altered_in_what_only_the_standby_has_is_found_or_listed()
    {
        var stack = SynthesizedStack.Default.Broken(_ => { });
        var comparison = new Comparison(stack);
        var alone = Standby(stack).Where(element => !comparison.HasTwin(element)).ToArray();
        Mutant[] mutants =
        [
            .. alone.SelectMany(Mutant.Of).Where(mutant => mutant.Path.Split('/').Length <= DepthOfStates || !IsOfWorkflow(mutant)),
            .. stack.Elements.Where(element => element.Scope == "primary" && element.Body["replica"] is not null).SelectMany(element => Mutant.OfPart(element, "replica")),
        ];
        var judges = new Judges(stack, alone);
        var survivors = mutants.Where(mutant => !mutant.Within(stack, altered => judges.Find(mutant, altered))).ToArray();

        Tell(mutants, survivors);
        Assert.That(survivors, Has.Length.LessThan(mutants.Length * 3 / 10), "seven of ten are found");
        var unexplained = survivors.Select(mutant => mutant.ToString()).Where(mutant => !Unnoticed.Keys.Any(listed => Matches(listed, mutant))).ToArray();
        Assert.That(unexplained, Is.Empty, string.Join('\n', unexplained));
        Assert.That(Unnoticed.Keys.Where(listed => !survivors.Any(mutant => Matches(listed, mutant.ToString()))), Is.Empty, "each reason is in use");
        Assert.That(
            Unnoticed.Keys.Where(listed => !listed.Contains('*') && mutants.Except(survivors).Any(mutant => mutant.ToString() == listed)), Is.Empty, "and of what is listed by name nothing is found");
    }

    private static IEnumerable<Element> Standby(SynthesizedStack stack) => stack.Elements.Where(element => element.Scope == "secondary");

    private static bool IsOfWorkflow(Mutant mutant) => mutant.Element.Type == "aws_sfn_state_machine";

    private static bool Matches(string listed, string mutant) => FileSystemName.MatchesSimpleExpression(listed, mutant, ignoreCase: false);

    private static void Tell(IReadOnlyCollection<Mutant> mutants, IReadOnlyCollection<Mutant> survivors)
    {
        TestContext.Out.WriteLine($"{mutants.Count - survivors.Count} of {mutants.Count} are found");
        foreach (var type in mutants.GroupBy(mutant => mutant.Element.Type).OrderBy(type => type.Key, StringComparer.Ordinal))
        {
            TestContext.Out.WriteLine($"{type.Key}: {type.Count() - survivors.Count(mutant => mutant.Element.Type == type.Key)} of {type.Count()}");
        }
    }
}
