using PaymentDr.Payments;

namespace PaymentDr.Tests.Payments.Model;

/// <summary>What runs every minute: the probe and the decision in the secondary, reconciliation in both.</summary>
internal sealed class Watch(World world, Moves moves, Auditor auditor)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly List<Probe> _probes = [];
    private readonly Decision _decision = new(new DecisionRules());
    private bool _hasDecided;

    public void EveryMinute()
    {
        moves.Rejoin();
        moves.TrySwitchOver();
        if (world.Secondary.IsUp)
        {
            Decide();
        }

        foreach (var site in world.Sites.Where(site => site.IsUp))
        {
            site.Start("reconcile", process => auditor.ReconcileAsync(process, site));
        }

        world.At(world.Now + Minute, EveryMinute);
    }

    private void Decide()
    {
        var primaryIsSeen = world.ReachedFromOutside(world.Primary);
        _probes.Add(new Probe(world.Now, primaryIsSeen && !world.Partitioned, !primaryIsSeen));
        if (_probes[^1].BothSayHealthy)
        {
            _hasDecided = false;
        }
        else if (_hasDecided && world.Mutant is Mutant.DecideOnlyOnce)
        {
            return;
        }

        _hasDecided = !_probes[^1].BothSayHealthy;
        var verdict = _decision.Decide(Observe());
        if (verdict.Course is not Course.Stay)
        {
            world.Say($"DECISION {verdict.Course} {verdict.Reason}");
            world.Saw($"{verdict.Course}");
            Follow(verdict.Course);
        }
    }

    private void Follow(Course course)
    {
        if (course is Course.FailOver)
        {
            moves.FailOver();
        }
        else
        {
            moves.MoveWriter();
        }
    }

    private Observations Observe() => new()
    {
        Now = world.Now,
        Epoch = world.Secondary.Ledger.Epoch,
        TrafficHasMoved = moves.TrafficHasMoved,
        IsUnfinished = moves.FailoverIsUnfinished,
        IsMoving = moves.IsMoving,
        Probes = _probes,
        Standby = new Standby("new", IsProven: true, LastAccepted: world.Stormy && world.Choices.OneIn(4) ? null : world.Now),
        PrimaryBuild = "new",
        Lag = [],
        SettledThrough = auditor.SettledThrough,
        WriterAnswers = world.At(world.Writer) is { IsUp: true, Books.IsBroken: false } && !(world.Stormy && world.Choices.OneIn(10)),
        WriterFollows = world.Writer != world.Secondary.Ledger.Epoch.Writer,
    };
}
