using System.Globalization;

namespace PaymentDr.Tests.Payments.Model;

/// <summary>The domain, run against whatever two regions can do to it.</summary>
[TestFixture]
public sealed class ModelTests
{
    /// <summary>More of them on demand: PAYMENTDR_MODEL_SEEDS=1000000.</summary>
    private static readonly int Seeds = int.Parse(Environment.GetEnvironmentVariable("PAYMENTDR_MODEL_SEEDS") ?? "10000", CultureInfo.InvariantCulture);

    /// <summary>What must have happened in enough schedules for their silence to mean something.</summary>
    private static readonly string[] Happenings =
    [
        "FailOver", "MoveWriterOnly", "Primary promoted", "Secondary promoted", "switchover to Primary", "switchover to Secondary", "lost tail",
        "reposted", "recovered", "restored Settled", "restored Rejected", "Settled", "Rejected", "Disputed", "settlement Stale", "settlement Later", "refused",
        "durability One", "durability Both", "lost with durability ONE",
    ];

    [Test]
    public void No_schedule_breaks_the_protocol()
    {
        var runs = Enumerable.Range(0, Seeds).AsParallel().Select(seed => (Seed: seed, Result: Run.Of(new Choices(seed), Mutant.None) with { Choices = [] })).ToArray();

        var broken = runs.Where(run => run.Result.Violation is not null).OrderBy(run => run.Seed).ToArray();
        Assert.That(broken, Is.Empty, () => $"{broken.Length} of {Seeds} schedules. {Explain(broken[0].Seed, Mutant.None)}");

        var seen = Happenings.ToDictionary(happening => happening, happening => runs.Count(run => run.Result.Seen.Contains(happening)));
        TestContext.Out.WriteLine($"Of {runs.Length} schedules, so many saw: {string.Join(", ", seen.Select(pair => $"{pair.Key} {pair.Value}"))}.");
        Assert.That(seen.Where(pair => pair.Value == 0), Is.Empty, "what never happened is not proved");
    }

    [TestCase(Mutant.NoPeerWrite, "An acknowledged payment is lost")]
    [TestCase(Mutant.NoGuard, "Disputed without need")]
    [TestCase(Mutant.NoEpochInTheBooks, "Entered under")]
    [TestCase(Mutant.OneMutableItemPerPayment, "An acknowledged payment is lost")]
    [TestCase(Mutant.AnswerRetryBeforeCompletingFacts, "An acknowledged payment is lost")]
    [TestCase(Mutant.SkipInsertOnSettledFact, "Accepted and not in the books")]
    [TestCase(Mutant.DecideOnlyOnce, "It never came to rest")]
    [TestCase(Mutant.RefuseWithoutAskingTheOtherSite, "was refused, and it is settled")]
    [TestCase(Mutant.RejectAtOneSiteOnly, "was told that it was rejected, and it is settled")]
    [TestCase(Mutant.NoEpochFromTheLedger, "which it knew to be over")]
    [TestCase(Mutant.ForgetWhatWasAnnounced, "was told that it was rejected, and it is settled")]
    [TestCase(Mutant.GiveNothingBackToTheLedger, "In the books and not in the ledger")]
    public void Every_mistake_is_found_by_its_law(Mutant mutant, string law)
    {
        bool IsFoundIn(int seed) => Run.Of(new Choices(seed), mutant).Violation?.Contains(law, StringComparison.Ordinal) is true;

        var found = Enumerable.Range(0, Seeds).Chunk(500)
            .Select(seeds => seeds.AsParallel().Where(IsFoundIn).Order().FirstOrDefault(-1))
            .FirstOrDefault(seed => seed >= 0, -1);

        Assert.That(found, Is.Not.EqualTo(-1), $"{Seeds} schedules of {mutant} do not break: {law}.");
        TestContext.Out.WriteLine(Explain(found, mutant));
    }

    [Test]
    public void Every_mistake_has_a_test()
    {
        var tested = typeof(ModelTests).GetMethod(nameof(Every_mistake_is_found_by_its_law))!.GetCustomAttributes(typeof(TestCaseAttribute), inherit: false)
            .Cast<TestCaseAttribute>().Select(test => (Mutant)test.Arguments[0]!);

        Assert.That(tested, Is.EquivalentTo(Enum.GetValues<Mutant>().Where(mutant => mutant is not Mutant.None)));
    }

    [Test]
    public void The_same_choices_make_the_same_run([Range(0, 9)] int seed)
    {
        var run = Run.Of(new Choices(seed), Mutant.None, traced: true);
        var again = Run.Of(new Choices(run.Choices), Mutant.None, traced: true);

        Assert.That(again.Trace, Is.EqualTo(run.Trace).And.Not.Empty);
    }

    private static string Explain(int seed, Mutant mutant)
    {
        var failing = Run.Of(new Choices(seed), mutant);
        var law = LawOf(failing);
        var choices = Shrinker.Shrink(failing.Choices, candidate =>
        {
            var result = Run.Of(new Choices(candidate), mutant);
            return LawOf(result) == law ? result.Choices : null;
        });
        var shrunk = Run.Of(new Choices(choices), mutant, traced: true);
        Assert.That(LawOf(shrunk), Is.EqualTo(law).And.Not.Null, "what was shrunk breaks the same law");

        return string.Create(CultureInfo.InvariantCulture, $"Seed {seed}, shrunk to {choices.Count} choices: {shrunk.Violation}\n[{string.Join(',', choices)}]\n{string.Join('\n', shrunk.Trace)}");
    }

    /// <summary>The words of a violation, without the names and numbers of one run.</summary>
    private static string? LawOf(RunResult result) =>
        result.Violation is { } violation ? string.Join(' ', violation.Split(' ').Where(word => word.All(char.IsAsciiLetter))) : null;
}
