using System.Text.Json.Nodes;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Recovery.Exploration;

/// <summary>All that can happen next: every order of it is gone through.</summary>
internal sealed class Moves(Machine failover, Machine failback, Machine takeover, Mistake mistake = Mistake.None)
{
    private static readonly Decision Decision = new(new DecisionRules());
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public IEnumerable<Step> From(Situation now) =>
    [
        .. new RunMoves(failover, now.Failover, (situation, position) => situation with { Failover = position }, mistake).From(now),
        .. new RunMoves(failback, now.Failback, (situation, position) => situation with { Failback = position }, mistake).From(now, isAlone: !now.Failover.IsRunning),
        .. new RunMoves(takeover, now.Takeover, (situation, position) => situation with { Takeover = position }, mistake).From(now),
        .. OfServices(now),
        .. OfDecisions(now),
        .. OfRegions(now),
        .. OfPeople(now),
    ];

    /// <summary>As the documents have people take over where no program does.</summary>
    public Situation TakeOver(Site site, Situation now) => site is Site.Secondary
        ? now with { Failover = failover.Start(new() { ["moveTraffic"] = true, ["reason"] = "by hand" }).Position }
        : now with
        {
            Takeover = takeover.Start(new() { ["moveTraffic"] = false, ["reason"] = "by hand" }).Position,
            World = now.World with { IsSwitchDisabled = true },
        };

    /// <summary>The same reign once more, as a trigger that comes twice would have it.</summary>
    public Situation Repeat(Situation now, bool movesTraffic) => now with
    {
        Failover = failover.Start(new() { ["epoch"] = now.World.Ledger.Secondary.Number, ["moveTraffic"] = movesTraffic, ["reason"] = "again" }).Position,
    };

    private static IEnumerable<Step> OfServices(Situation now)
    {
        var world = now.World;
        var target = world.Writer.Other();
        if (world.Move is not Move.None)
        {
            yield return world.Hears || (world.Move is Move.Promotion && world.IsUp[target])
                ? new($"the {world.Move} is done", Cause.Progress, now with { World = world.Promoted(target) })
                : new($"the {world.Move} is given up", Cause.Progress, now with { World = world with { Move = Move.None } });
        }

        if (world.Move is not Move.None && now.Left.Faults > 0)
        {
            yield return new($"RDS gives up the {world.Move}", Cause.Chance, now.Worse() with { World = world with { Move = Move.None } });
        }

        if (world.Hears && world.Ledger.Primary != world.Ledger.Secondary)
        {
            yield return new("the ledger replicates", Cause.Progress, now with { World = world.Replicated() });
        }

        if (world.Hears && world.Move is Move.None && world != world.Followed())
        {
            yield return new($"the books of {target} follow", Cause.Progress, now with { World = world.Followed() });
        }
    }

    /// <summary>Observed, begun and started, each by itself: a program may die between them, and another one come in between.</summary>
    private IEnumerable<Step> OfDecisions(Situation now)
    {
        if (!now.World.IsUp.Secondary)
        {
            yield break;
        }

        var isAsked = !now.Pending.Primary.IsThere && (now.IsNews || mistake is not Mistake.FireOnce);
        if (isAsked && Decide(now) is var (first, reason))
        {
            yield return new($"decided: {reason}, {first.Epoch}", Cause.Progress, Asked(now) with { Pending = now.Pending with { Primary = first } });
        }

        if (isAsked && mistake is Mistake.FireOnce && now.Left.Faults > 0)
        {
            // Where it is asked every minute a refusal changes nothing.
            yield return new("refused for now", Cause.Chance, Asked(now).Worse());
        }

        if (now.Pending.Primary.IsThere && !now.Pending.Secondary.IsThere && now.Left.Faults > 0 && Decide(now) is var (second, why))
        {
            yield return new($"decided twice: {why}, {second.Epoch}", Cause.Chance, now.Worse() with { Pending = now.Pending with { Secondary = second } });
        }

        foreach (var which in Sites.Both.Where(which => now.Pending[which].IsThere))
        {
            var pending = now.Pending[which];
            yield return pending.HasBegun
                ? Start(now with { Pending = now.Pending.With(which, default) }, pending)
                : BeginReign(now with { Pending = now.Pending.With(which, pending with { HasBegun = true }) }, pending.Epoch);
            if (now.Left.Faults > 0)
            {
                yield return new("the decision dies", Cause.Chance, now.Worse() with { Pending = now.Pending.With(which, default) });
            }
        }
    }

    private static Step BeginReign(Situation now, Epoch epoch) => now.World.Ledger.Secondary < epoch
        ? new($"{epoch} begins", Cause.Progress, now with { World = now.World.Told(Site.Secondary, epoch) })
        : new($"{epoch} has begun already", Cause.Progress, now);

    /// <summary>A name is taken once.</summary>
    private Step Start(Situation now, Pending pending)
    {
        if (pending.IsTaken || now.Failover.IsRunning)
        {
            return new($"the failover of {pending.Epoch} was started already", Cause.Progress, now);
        }

        var input = new JsonObject { ["epoch"] = pending.Epoch.Number, ["moveTraffic"] = pending.MovesTraffic, ["reason"] = "decided" };
        return new($"the failover of {pending.Epoch} is started", Cause.Progress, now with
        {
            Failover = failover.Start(input).Position,
            Pending = new(Taken(now.Pending.Primary), Taken(now.Pending.Secondary)),
        });

        Pending Taken(Pending other) => other.Epoch == pending.Epoch ? other with { IsTaken = other.IsThere } : other;
    }

    /// <summary>By the real decision, as if what is to be seen had been so for as long as it demands. By then the ledger has replicated.</summary>
    private (Pending Pending, string Reason)? Decide(Situation now)
    {
        var world = now.World;
        if (world.Hears && world.Ledger.Primary != world.Ledger.Secondary)
        {
            return null;
        }

        var epoch = world.Ledger.Secondary;
        var answers = world.Hears;
        var reigning = epoch.Writer;
        var isHeard = reigning is Site.Secondary || answers;
        var settles = isHeard && world.Settles(reigning, mistake);
        var verdict = Decision.Decide(new Observations
        {
            Now = Now,
            Epoch = epoch,
            TrafficHasMoved = world.LeadsToSecondary,
            IsMoving = now.Failover.IsRunning || now.Failback.IsRunning,
            IsUnfinished = world.IsUnfinished,
            Probes = [.. new[] { 120, 60, 0 }.Select(ago => new Probe(Now.AddSeconds(-ago), answers, world.Names is Site.Secondary))],
            Standby = new Standby("build", IsProven: true, Now),
            PrimaryBuild = "build",
            Lag = [],
            SettledThrough = settles ? Now : Now.AddHours(-1),
            WriterAnswers = settles,
            WriterFollows = mistake is not Mistake.BlindToBooks && isHeard && !world.TakesEntries[reigning],
        });
        var next = world.IsUnfinished || (mistake is Mistake.SameReign && epoch.Writer is Site.Secondary) ? epoch : epoch.NextOf(Site.Secondary);
        return verdict.Course is Course.Stay ? null : (new(true, next, verdict.Course is Course.FailOver, HasBegun: next == epoch, IsTaken: false), verdict.Reason);
    }

    private IEnumerable<Step> OfRegions(Situation now)
    {
        if (now.Left.Events == 0)
        {
            yield break;
        }

        var next = now with { Left = now.Left with { Events = (byte)(now.Left.Events - 1) }, IsNews = mistake is Mistake.FireOnce };
        foreach (var site in Sites.Both)
        {
            // What runs there stands still; a decision is a program, and is gone.
            yield return new($"{site} is {(now.World.IsUp[site] ? "lost" : "back")}", Cause.Chance, next with
            {
                World = now.World with { IsUp = now.World.IsUp.With(site, !now.World.IsUp[site]) },
                Pending = site is Site.Secondary ? default : now.Pending,
            });
        }

        yield return new(now.World.AreLinked ? "the regions are apart" : "the regions hear each other", Cause.Chance, next with { World = now.World with { AreLinked = !now.World.AreLinked } });
    }

    private IEnumerable<Step> OfPeople(Situation now)
    {
        if (now.Left.Orders == 0)
        {
            yield break;
        }

        var next = now with { Left = now.Left with { Orders = (byte)(now.Left.Orders - 1) } };
        if (now.World.IsUp.Secondary && !now.Failback.IsRunning && (now.World.Ledger.Secondary.Writer is Site.Secondary || now.World.LeadsToSecondary))
        {
            yield return new("a return is started", Cause.People, next with { Failback = failback.Start([]).Position });
        }

        if (!now.World.IsUp.Secondary && now.World.IsUp.Primary && !now.Takeover.IsRunning)
        {
            yield return new("the primary is told to take over", Cause.People, TakeOver(Site.Primary, next));
        }
    }

    private static Situation Asked(Situation now) => now with { IsNews = false };
}
