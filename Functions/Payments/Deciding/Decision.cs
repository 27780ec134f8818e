namespace PaymentDr.Payments;

/// <summary>
/// Asked every minute, and every minute anew: what refused a move a minute ago may have passed. Depends on nothing but what it is given.
/// </summary>
public sealed class Decision(DecisionRules rules)
{
    public Verdict Decide(Observations seen) =>
        seen.IsMoving ? Stay(Verdict.AlreadyRunning)
        : Judge(seen) is var verdict && seen.IsUnfinished && verdict.Course is not Course.FailOver
            // The reign was decided on when it began: whoever was to carry it out died, or failed.
            ? new Verdict(Course.MoveWriterOnly, Verdict.ReignUnfinished)
        : verdict;

    private Verdict Judge(Observations seen) =>
        seen.Epoch.Writer is Site.Secondary && seen.TrafficHasMoved ? OnMoved(seen)
        : IsSilent(seen) ? Stay(Verdict.ProbeSilent)
        : seen.Probes[^1].BothSayLost ? OnLoss(seen)
        : IsWriterStuck(seen) ? OnStuckWriter(seen)
        : AreBooksElsewhere(seen) ? OnMoved(seen)
        : Stay(seen.Probes[^1].BothSayHealthy ? Verdict.Healthy : Verdict.WitnessesDisagree);

    /// <summary>A return that broke off may have left the books with a site that does not reign: then nobody settles.</summary>
    private Verdict OnMoved(Observations seen) =>
        AreBooksElsewhere(seen) ? new Verdict(Course.MoveWriterOnly, Verdict.BooksElsewhere) : Stay(Verdict.AlreadyMoved);

    private Verdict OnLoss(Observations seen) =>
        !IsLongEnough(Lost(seen)) ? Stay(Verdict.NotLongEnough)
        : ReasonAgainstStandby(seen) is { } reason ? Stay(reason)
        : new Verdict(Course.FailOver, Verdict.PrimaryLost);

    private Verdict OnStuckWriter(Observations seen) =>
        ReasonAgainstStandby(seen) is { } reason ? Stay(reason) : new Verdict(Course.MoveWriterOnly, Verdict.WriterStuck);

    /// <summary>A silent probe says nothing about the primary, so it moves nothing.</summary>
    private bool IsSilent(Observations seen) => seen.Probes.Count == 0 || seen.Now - seen.Probes[^1].At > rules.ProbeInterval;

    /// <summary>Accepting works, and nothing reaches the books of the primary.</summary>
    private bool IsWriterStuck(Observations seen) =>
        seen.Epoch.Writer is Site.Primary && seen.Probes[^1].PrimaryAnswers && !seen.WriterAnswers
        && seen.Now - seen.SettledThrough > rules.WriterPatience;

    /// <summary>Books that do not answer at all are here, for all that is known: to move them would not help.</summary>
    private bool AreBooksElsewhere(Observations seen) =>
        seen.Epoch.Writer is Site.Secondary && seen.WriterFollows && seen.Now - seen.SettledThrough > rules.WriterPatience;

    /// <summary>A schedule may run twice at once: the number of probes alone says nothing about time.</summary>
    private bool IsLongEnough(List<Probe> lost) =>
        lost.Count >= rules.ProbesInAgreement && lost[^1].At - lost[0].At >= rules.ProbesSpan;

    private string? ReasonAgainstStandby(Observations seen)
    {
        var sameBuild = seen.Standby.Build == seen.PrimaryBuild;

        return seen.Now - seen.Standby.LastAccepted <= rules.StandbyProof
            // A bad build fails wherever it runs; moving to it would help nobody.
            ? sameBuild && !seen.Standby.IsProven ? Verdict.SameFaultOnBothSides : ReasonInLag(seen)
            : sameBuild ? Verdict.SameFaultOnBothSides : Verdict.StandbyNotReady;
    }

    private string? ReasonInLag(Observations seen)
    {
        var lost = Lost(seen);
        var until = lost.Count > 0 ? lost[0].At : seen.Now;
        var isHigh = seen.Lag.Any(sample => sample.At <= until && sample.At >= until - rules.LagWindow && sample.Lag > rules.LagLimit);

        return isHigh && !rules.AllowRelationalLoss ? Verdict.LagTooHigh : null;
    }

    /// <summary>The newest probes that agree on the loss without a gap between them, oldest first.</summary>
    private List<Probe> Lost(Observations seen)
    {
        var lost = new List<Probe>();
        foreach (var probe in seen.Probes.Reverse())
        {
            if (!probe.BothSayLost || (lost.Count > 0 && lost[0].At - probe.At > rules.ProbeInterval))
            {
                break;
            }

            lost.Insert(0, probe);
        }

        return lost;
    }

    private static Verdict Stay(string reason) => new(Course.Stay, reason);
}
