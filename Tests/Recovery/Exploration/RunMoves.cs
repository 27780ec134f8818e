namespace PaymentDr.Tests.Recovery.Exploration;

/// <summary>What can come next of one run.</summary>
/// <param name="move">The situation with the run elsewhere.</param>
internal sealed class RunMoves(Machine machine, Position position, Func<Situation, Position, Situation> move, Mistake mistake)
{
    private const string BrokenOff = "States.Timeout";

    /// <param name="isAlone">No other workflow runs beside it.</param>
    public IEnumerable<Step> From(Situation now, bool isAlone = true)
    {
        if (!position.IsRunning || !now.World.IsUp[machine.Site])
        {
            return [];
        }

        var state = machine.StateOf(position);
        if (machine.IsWaiting(position))
        {
            return [Go(state, Cause.Progress, now, machine.Waited(position))];
        }

        var outcome = Steps.Take(now.World, machine.Site, machine.RequestOf(position), isAlone, mistake);
        var next = now with { World = outcome.World };
        Step[] wellMeant = outcome.Answer is { } answer ? [Go(state, Cause.Progress, next, machine.Answered(position, answer))]
            : outcome.IsToCome ? []
            : [Go($"{state} fails: {outcome.Error}", Cause.Progress, next, machine.Failed(position, outcome.Error!))];
        return now.Left.Faults == 0 ? wellMeant : [.. wellMeant, .. GoWrong(state, now.Worse(), outcome)];
    }

    private IEnumerable<Step> GoWrong(string state, Situation worse, Outcome outcome)
    {
        yield return new($"{state}: the run is ended", Cause.Chance, move(worse, Position.Nowhere));
        if (outcome.IsToCome)
        {
            yield return Go($"{state} is not waited for", Cause.Chance, worse, machine.Failed(position, outcome.Error!));
        }

        if (outcome.Answer is not { } answer)
        {
            yield break;
        }

        yield return Go($"{state} breaks off", Cause.Chance, worse, machine.Failed(position, BrokenOff));
        if (outcome.World != worse.World)
        {
            var done = worse with { World = outcome.World };
            yield return Go($"{state} is done, and its answer is lost", Cause.Chance, done, machine.Failed(position, BrokenOff));
            if (machine.IsTriedAgain(position, BrokenOff))
            {
                yield return new($"{state} is done, and will be done again", Cause.Chance, done);
            }
        }

        if (Steps.InDoubt(answer) is { } doubtful)
        {
            yield return Go($"{state} finds something in doubt", Cause.Chance, worse, machine.Answered(position, doubtful));
        }
    }

    private Step Go(string name, Cause cause, Situation from, Next next) => new(
        next.Position.IsRunning ? name : $"{name} -> {next.End ?? "no state"}",
        cause,
        move(from, next.Position),
        next.Position.IsRunning || next.End is not null ? null : machine.StateOf(position));
}
