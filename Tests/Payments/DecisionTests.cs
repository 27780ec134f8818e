using PaymentDr.Payments;

namespace PaymentDr.Tests.Payments;

[TestFixture]
public sealed class DecisionTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Observations Healthy = new()
    {
        Now = Now,
        Epoch = Epoch.First,
        TrafficHasMoved = false,
        IsUnfinished = false,
        IsMoving = false,
        Probes = Probes(true, true, true),
        Standby = new Standby("build-2", IsProven: false, LastAccepted: Now.AddSeconds(-20)),
        PrimaryBuild = "build-1",
        Lag = [],
        SettledThrough = Now.AddSeconds(-3),
        WriterAnswers = true,
        WriterFollows = false,
    };

    private static readonly Observations Lost = Healthy with { Probes = Probes(false, false, false) };

    private static readonly Observations Stuck = Healthy with { SettledThrough = Now.AddMinutes(-12), WriterAnswers = false };

    [Test]
    public void A_healthy_primary_stays() => Assert.That(Decide(Healthy), Is.EqualTo(new Verdict(Course.Stay, Verdict.Healthy)));

    [Test]
    public void Three_probes_of_two_witnesses_fail_over() => Assert.That(Decide(Lost), Is.EqualTo(new Verdict(Course.FailOver, Verdict.PrimaryLost)));

    [TestCase(134, Verdict.PrimaryLost)]
    [TestCase(136, Verdict.StandbyNotReady)]
    public void One_synthetic_payment_may_be_missed(int seconds, string reason) =>
        Assert.That(Decide(Lost with { Standby = Lost.Standby with { LastAccepted = Now.AddSeconds(-seconds) } }).Reason, Is.EqualTo(reason));

    [Test]
    public void A_certificate_that_is_missed_is_no_stuck_writer() =>
        Assert.That(Decide(Stuck with { SettledThrough = Now.AddMinutes(-10).AddSeconds(-30) }).Reason, Is.EqualTo(Verdict.Healthy));

    [Test]
    public void Two_minutes_are_not_enough() =>
        Assert.That(Decide(Lost with { Probes = Probes(true, false, false) }).Reason, Is.EqualTo(Verdict.NotLongEnough));

    [Test]
    public void A_gap_between_probes_starts_anew() =>
        Assert.That(
            Decide(Lost with { Probes = [Probe(-9, false), Probe(-8, false), Probe(-1, false), Probe(0, false)] }).Reason,
            Is.EqualTo(Verdict.NotLongEnough));

    [Test]
    public void One_witness_moves_nothing()
    {
        Assert.That(Decide(Lost with { Probes = [.. Lost.Probes.Select(probe => probe with { PrimaryAnswers = true })] }).Reason, Is.EqualTo(Verdict.WitnessesDisagree));
        Assert.That(Decide(Lost with { Probes = [.. Lost.Probes.Select(probe => probe with { NamesLeadElsewhere = false })] }).Reason, Is.EqualTo(Verdict.WitnessesDisagree));
    }

    [Test]
    public void A_silent_probe_moves_nothing()
    {
        Assert.That(Decide(Lost with { Probes = [] }).Reason, Is.EqualTo(Verdict.ProbeSilent));
        Assert.That(Decide(Lost with { Now = Now.AddMinutes(2) }).Reason, Is.EqualTo(Verdict.ProbeSilent));
    }

    [Test]
    public void Nothing_moves_twice()
    {
        Assert.That(Decide(Lost with { Epoch = new Epoch(1), TrafficHasMoved = true }).Reason, Is.EqualTo(Verdict.AlreadyMoved));
        Assert.That(Decide(Stuck with { Epoch = new Epoch(1) }).Course, Is.EqualTo(Course.Stay));
        Assert.That(Decide(Lost with { IsMoving = true }).Reason, Is.EqualTo(Verdict.AlreadyRunning));
    }

    [Test]
    public void Traffic_still_moves_after_the_writer_has() =>
        Assert.That(Decide(Lost with { Epoch = new Epoch(1) }).Course, Is.EqualTo(Course.FailOver));

    [Test]
    public void A_reign_that_was_begun_is_carried_through()
    {
        var begun = Lost with { Epoch = new Epoch(1), IsUnfinished = true };

        Assert.That(Decide(begun).Course, Is.EqualTo(Course.FailOver), "traffic has not moved either");
        Assert.That(Decide(begun with { TrafficHasMoved = true }), Is.EqualTo(new Verdict(Course.MoveWriterOnly, Verdict.ReignUnfinished)));
        Assert.That(Decide(begun with { Probes = [] }).Reason, Is.EqualTo(Verdict.ReignUnfinished), "it was decided on when it began");
        Assert.That(Decide(begun with { IsMoving = true }).Course, Is.EqualTo(Course.Stay));
    }

    [Test]
    public void Many_probes_at_once_are_not_three_minutes() => Assert.That(
        Decide(Lost with { Probes = [.. Enumerable.Range(0, 5).Select(second => Probe(0, false) with { At = Now.AddSeconds(second - 10) })] }).Reason,
        Is.EqualTo(Verdict.NotLongEnough));

    [Test]
    public void A_standby_that_accepts_nothing_is_no_refuge()
    {
        Assert.That(Decide(Lost with { Standby = Lost.Standby with { LastAccepted = null } }).Reason, Is.EqualTo(Verdict.StandbyNotReady));
        Assert.That(Decide(Lost with { Standby = Lost.Standby with { LastAccepted = Now.AddMinutes(-3) } }).Reason, Is.EqualTo(Verdict.StandbyNotReady));
    }

    [Test]
    public void A_bad_build_on_both_sides_is_not_the_loss_of_a_region()
    {
        var same = Lost with { PrimaryBuild = "build-2" };

        Assert.That(Decide(same).Reason, Is.EqualTo(Verdict.SameFaultOnBothSides));
        Assert.That(Decide(same with { Standby = same.Standby with { LastAccepted = null } }).Reason, Is.EqualTo(Verdict.SameFaultOnBothSides));
        Assert.That(Decide(same with { Standby = same.Standby with { IsProven = true } }).Course, Is.EqualTo(Course.FailOver));
    }

    [Test]
    public void Lag_refuses_only_where_the_books_may_lose_nothing()
    {
        var behind = Lost with { Lag = [new LagSample(Now.AddMinutes(-4), TimeSpan.FromMinutes(2))] };
        var strict = new DecisionRules { AllowRelationalLoss = false };

        Assert.That(Decide(behind).Course, Is.EqualTo(Course.FailOver));
        Assert.That(Decide(behind, strict).Reason, Is.EqualTo(Verdict.LagTooHigh));
        Assert.That(Decide(Lost, strict).Course, Is.EqualTo(Course.FailOver), "missing values refuse nothing");
        Assert.That(
            Decide(behind with { Lag = [new LagSample(Now, TimeSpan.FromHours(1))] }, strict).Course,
            Is.EqualTo(Course.FailOver),
            "what is measured after the loss says nothing");
    }

    [Test]
    public void A_stuck_writer_moves_without_the_traffic() =>
        Assert.That(Decide(Stuck), Is.EqualTo(new Verdict(Course.MoveWriterOnly, Verdict.WriterStuck)));

    [Test]
    public void Books_that_a_return_left_elsewhere_are_fetched_back()
    {
        var elsewhere = Stuck with { Epoch = new Epoch(1), TrafficHasMoved = true, WriterFollows = true };

        Assert.That(Decide(elsewhere), Is.EqualTo(new Verdict(Course.MoveWriterOnly, Verdict.BooksElsewhere)));
        Assert.That(Decide(elsewhere with { TrafficHasMoved = false }).Reason, Is.EqualTo(Verdict.BooksElsewhere), "wherever customers are");
        Assert.That(Decide(elsewhere with { WriterFollows = false }).Reason, Is.EqualTo(Verdict.AlreadyMoved), "what does not answer is not elsewhere");
        Assert.That(Decide(elsewhere with { SettledThrough = Now.AddMinutes(-10) }).Reason, Is.EqualTo(Verdict.AlreadyMoved));
        Assert.That(Decide(elsewhere with { IsMoving = true }).Course, Is.EqualTo(Course.Stay));
        Assert.That(Decide(Stuck with { WriterFollows = true }).Reason, Is.EqualTo(Verdict.WriterStuck), "the primary's reign");
    }

    [Test]
    public void A_writer_that_is_slow_or_idle_stays()
    {
        Assert.That(Decide(Stuck with { WriterAnswers = true }).Course, Is.EqualTo(Course.Stay));
        Assert.That(Decide(Stuck with { SettledThrough = null }).Course, Is.EqualTo(Course.Stay));
        Assert.That(Decide(Stuck with { Standby = Stuck.Standby with { LastAccepted = null } }).Reason, Is.EqualTo(Verdict.StandbyNotReady));
    }

    private static Verdict Decide(Observations seen, DecisionRules? rules = null) => new Decision(rules ?? new DecisionRules()).Decide(seen);

    private static Probe[] Probes(params bool[] healthy) => [.. healthy.Select((isHealthy, index) => Probe(index - healthy.Length + 1, isHealthy))];

    private static Probe Probe(int minute, bool isHealthy) => new(Now.AddMinutes(minute).AddSeconds(-5), isHealthy, !isHealthy);
}
