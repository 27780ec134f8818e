using PaymentDr.Payments;

namespace PaymentDr.Tests.Recovery.Exploration;

/// <summary>What must hold in every situation, and in those in which nothing goes on by itself any more.</summary>
internal sealed class RecoveryLaws(SynthesizedStack stack, Mistake mistake = Mistake.None)
{
    private readonly Moves _moves = new(
        Machines.Read(stack, Site.Secondary, "failover"), Machines.Read(stack, Site.Secondary, "failback"), Machines.Read(stack, Site.Primary, "failover"), mistake);

    /// <summary>By the world, whatever runs are left to hope for: what people can still do.</summary>
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
    /// reigned or the regions do not hear each other, and people can.
    /// </summary>
    private string? OfRest(Situation rest)
    {
        if (!_judged.TryGetValue(rest.World, out var law))
        {
            law = _judged[rest.World] = Judge(rest.World);
        }

        // A run that stands still in a lost region will go on when it is back.
        return law;
    }

    private string? Judge(World world) =>
        !world.IsUp.Primary && !world.IsUp.Secondary ? null
        : world.IsSettled(world.Names, mistake)
            ? world.Settles(world.Names, mistake) || IsReminded(world) ? WhenRepeated(world) : "payments are settled elsewhere, and people are not reminded of it"
        : world.Hears || world.IsUp.Secondary && !world.IsUp.Primary ? $"nobody settles what is taken on where customers are led: {world.Names}"
        : Sites.Both.Any(site => world.IsUp[site] && Succeeds(site, world)) ? null
        : "nobody settles, and people cannot have it so";

    /// <summary>As <c>remind</c> asks, in the secondary.</summary>
    private static bool IsReminded(World world) => world.LeadsToSecondary || world.Ledger.Secondary.Writer is Site.Secondary;

    private bool Succeeds(Site site, World world)
    {
        var (seen, found) = Search.Of(_moves.TakeOver(site, Alone(world)), _moves, OfStep, most: 10_000);
        return found is null && seen.Rests.All(rest => seen[rest].World is var end && end.Settles(end.Names, mistake));
    }

    /// <summary>A trigger that comes once more finds everything done.</summary>
    private string? WhenRepeated(World world)
    {
        if (!world.IsUp.Secondary || !world.Settles(Site.Secondary, mistake) || world.Completed != world.Ledger.Secondary)
        {
            return null;
        }

        var (seen, _) = Search.Of(_moves.Repeat(Alone(world), world.LeadsToSecondary), _moves, OfStep, most: 10_000);
        return seen.Rests.All(rest => seen[rest].World == world) ? null : "a repeated trigger changes something";
    }

    private static Situation Alone(World world) => Situation.Begin(default) with { World = world };
}
