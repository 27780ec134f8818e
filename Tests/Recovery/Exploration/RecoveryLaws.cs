using PaymentDr.Payments;

namespace PaymentDr.Tests.Recovery.Exploration;

/// <summary>What must hold in every situation, and in those in which nothing goes on by itself any more.</summary>
internal sealed class RecoveryLaws(SynthesizedStack stack, Mistake mistake = Mistake.None)
{
    private readonly Moves _moves = new(
        Machines.Read(stack, Site.Secondary, "failover"), Machines.Read(stack, Site.Secondary, "failback"), Machines.Read(stack, Site.Primary, "failover"), mistake);

    private readonly Dictionary<World, string?> _judged = [];

    public (Search Seen, Counterexample? Found) Explore(Budget budget, int most)
    {
        var (seen, found) = Search.Of(Situation.Begin(budget), _moves, OfStep, most);
        if (found is null && seen.Rests.Select(rest => (Number: rest, Law: OfRest(seen[rest]))).FirstOrDefault(rest => rest.Law is not null) is ({ } number, { } law))
        {
            found = new(law, [.. seen.WayTo(number)]);
        }

        return (seen, found);
    }

    private string? OfStep(Step step) =>
        step.Unnamed is { } state ? $"a run ends in no state, at {state}"
        : step.After.World is var world && Sites.Both.All(site => world.Settles(site, mistake)) && world.Ledger.Primary == world.Ledger.Secondary ? "two sites settle in one reign"
        : null;

    /// <summary>
    /// Where customers are led, payments are settled: there, or by the other site, which it hears. Where no program can have it so, a region is lost that
    /// reigned or the regions do not hear each other, and people can. A run that stands still in a lost region is not counted on.
    /// </summary>
    private string? OfRest(Situation rest)
    {
        if (!_judged.TryGetValue(rest.World, out var law))
        {
            law = _judged[rest.World] = Judge(rest.World);
        }

        return law;
    }

    private string? Judge(World world) =>
        !world.IsUp.Primary && !world.IsUp.Secondary ? null
        : world.IsSettled(world.Names, mistake)
            ? world.Writer == world.Names || IsReminded(world) ? WhenRepeated(world) : "payments are settled elsewhere, and people are not reminded of it"
        : world.Hears || !world.IsUp.Primary ? $"nobody settles what is taken on where customers are led: {world.Names}"
        : Sites.Both.Any(site => world.IsUp[site] && Succeeds(site, world)) ? null
        : "nobody settles, and people cannot have it so";

    /// <summary>As <c>remind</c> asks, in the secondary.</summary>
    private static bool IsReminded(World world) => world.LeadsToSecondary || world.Ledger.Secondary.Writer is Site.Secondary;

    /// <summary>What they start twice has heard the first time of a reign that only the books knew.</summary>
    private bool Succeeds(Site site, World world, int times = 2)
    {
        var (seen, found) = Search.Of(_moves.TakeOver(site, Alone(world)), _moves, OfStep, most: 10_000);
        return found is null && seen.Rests.Select(rest => seen[rest].World).All(end =>
            (end.Writer == end.Names && end.IsSettled(end.Names, mistake)) || (times > 1 && Succeeds(site, end, times - 1)));
    }

    /// <summary>A trigger that comes once more finds everything done.</summary>
    private string? WhenRepeated(World world)
    {
        if (world.Writer is not Site.Secondary || !world.Settles(Site.Secondary, mistake) || world.Completed != world.Ledger.Secondary)
        {
            return null;
        }

        var (seen, _) = Search.Of(_moves.Repeat(Alone(world), world.LeadsToSecondary), _moves, OfStep, most: 10_000);
        return seen.Rests.All(rest => seen[rest].World == world) ? null : "a repeated trigger changes something";
    }

    private static Situation Alone(World world) => Situation.Begin(default) with { World = world };
}
