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

    [Test]
    public void Every_mistake_is_found([ValueSource(nameof(Mistakes))] Mutant mutant)
    {
        var found = Enumerable.Range(0, Seeds).Chunk(500)
            .Select(seeds => seeds.AsParallel().Where(seed => Run.Of(new Choices(seed), mutant).Violation is not null).Order().FirstOrDefault(-1))
            .FirstOrDefault(seed => seed >= 0, -1);

        Assert.That(found, Is.Not.EqualTo(-1), $"{Seeds} schedules show no harm in {mutant}.");
        TestContext.Out.WriteLine(Explain(found, mutant));
    }

    [Test]
    public void The_same_choices_make_the_same_run([Range(0, 9)] int seed)
    {
        var run = Run.Of(new Choices(seed), Mutant.None, traced: true);
        var again = Run.Of(new Choices(run.Choices), Mutant.None, traced: true);

        Assert.That(again.Trace, Is.EqualTo(run.Trace).And.Not.Empty);
    }

    private static IEnumerable<Mutant> Mistakes => Enum.GetValues<Mutant>().Where(mutant => mutant is not Mutant.None);

    private static string Explain(int seed, Mutant mutant)
    {
        var choices = Shrinker.Shrink(Run.Of(new Choices(seed), mutant).Choices, candidate =>
        {
            var result = Run.Of(new Choices(candidate), mutant);
            return result.Violation is null ? null : result.Choices;
        });
        var shrunk = Run.Of(new Choices(choices), mutant, traced: true);
        Assert.That(shrunk.Violation, Is.Not.Null, "what was shrunk still fails");

        return string.Create(CultureInfo.InvariantCulture, $"Seed {seed}, shrunk to {choices.Count} choices: {shrunk.Violation}\n[{string.Join(',', choices)}]\n{string.Join('\n', shrunk.Trace)}");
    }
}
