namespace PaymentDr.Tests.Parity;

/// <summary>What the comparison and the laws are worth: everything of the standby is altered in turn, and somebody must say so.</summary>
[TestFixture]
public sealed class StandbyMutationTests
{
    [OneTimeSetUp]
    public void SetCredentials() => TestCredentials.Set();

    [OneTimeTearDown]
    public void RemoveCredentials() => TestCredentials.Remove();

    /// <summary>Of the same resources in the primary.</summary>
    [Test]
    public void Whatever_is_altered_in_what_both_regions_have_is_found()
    {
        var comparison = new Comparison(SynthesizedStack.Default);
        var mutants = Standby(SynthesizedStack.Default).Where(comparison.HasTwin).SelectMany(Mutant.Of).ToArray();
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
            .. alone.SelectMany(Mutant.Of),
            .. stack.Elements.Where(element => element.Scope == "primary" && element.Body["replica"] is not null).SelectMany(element => Mutant.OfPart(element, "replica")),
        ];
        var judges = new Judges(stack, alone);
        var survivors = mutants.Where(mutant => !mutant.Within(stack, altered => judges.Find(mutant, altered))).ToArray();

        Tell(mutants, survivors);
        System.IO.File.WriteAllLines("/tmp/parity-survivors.txt", survivors.Select(mutant => mutant.ToString()));
    }

    private static IEnumerable<Element> Standby(SynthesizedStack stack) => stack.Elements.Where(element => element.Scope == "secondary");

    private static void Tell(IReadOnlyCollection<Mutant> mutants, IReadOnlyCollection<Mutant> survivors)
    {
        TestContext.Out.WriteLine($"{mutants.Count - survivors.Count} of {mutants.Count} are found");
        foreach (var type in mutants.GroupBy(mutant => mutant.Element.Type).OrderBy(type => type.Key, StringComparer.Ordinal))
        {
            TestContext.Out.WriteLine($"{type.Key}: {type.Count() - survivors.Count(mutant => mutant.Element.Type == type.Key)} of {type.Count()}");
        }
    }
}
