using PaymentDr.Payments;

namespace PaymentDr.Tests.Recovery.Exploration;

/// <summary>What came of a task, if nobody breaks it off.</summary>
/// <param name="Answer">Null where it failed.</param>
/// <param name="IsToCome">It fails for now, and what it waits for is under way.</param>
internal readonly record struct Outcome(World World, string? Answer, string? Error = null, bool IsToCome = false)
{
    public static Outcome Fails(World world, string error) => new(world, null, error);
}

/// <summary>The steps of recovery as their functions and services take them, over the world. <c>FailoverTests</c> takes the same with the real ones.</summary>
internal static class Steps
{
    private const string Nothing = """{"Payload":{}}""";
    private const string NotReady = "Refusal";
    private const string NothingInDoubt = "\"inDoubt\":0";

    /// <param name="at">Where the workflow runs.</param>
    /// <param name="isAlone">No other workflow runs there.</param>
    public static Outcome Take(World world, Site at, Request request, bool isAlone, Mistake mistake) => (request.Of, request.Step) switch
    {
        ("recover", "begin-reign") => Begin(world, at, request.Epoch),
        ("recover", "lead-traffic") => at is Site.Secondary
            ? new(world with { LeadsToSecondary = (request.Site ?? at) is Site.Secondary }, Nothing)
            : Outcome.Fails(world, "InvalidOperationException"),
        ("recover", "find-writer") => new(world, Payload($"\"writer\":\"{world.Writer}\",\"areMoving\":{Json(world.Move is not Move.None)}")),
        ("recover", "await-writer") => AwaitWriter(world, request.Site ?? at),
        ("recover", "raise-books") => Raise(world, at, request.Epoch!.Value, mistake),
        ("recover", "complete-reign") => new(at is Site.Secondary ? world with { Completed = request.Epoch!.Value } : world, Nothing),
        ("recover", "pay") => Pay(world, at, request.Site),
        ("reconcile", _) => Reconcile(world, at, mistake),
        ("give-back", "judge") => Judge(world, isAlone),
        ("give-back", "switch-over") => SwitchOver(world, request.Site!.Value),
        ("give-back", "begin-reign") => BeginAtHome(world),
        ("give-back", "raise-books") => world.Hears ? Raise(world, Site.Primary, request.Epoch!.Value, mistake) : Outcome.Fails(world, NotReady),
        ("give-back", "reconcile") => ReconcileAtHome(world, mistake),
        ("give-back", "pay") => world.Hears ? new(world, Nothing) : Outcome.Fails(world, "NotServedException"),
        ("aws-sdk:rds:failoverGlobalCluster", _) => Promote(world, at),
        ("aws-sdk:applicationautoscaling:registerScalableTarget" or "sns:publish", _) => new(world, Nothing),
        _ => throw new NotSupportedException(request.ToString()),
    };

    /// <summary>The same answer, of books that are not sure of everything; null where it says nothing of that.</summary>
    public static string? InDoubt(string answer) =>
        answer.Contains(NothingInDoubt, StringComparison.Ordinal) ? answer.Replace(NothingInDoubt, "\"inDoubt\":1", StringComparison.Ordinal) : null;

    private static Outcome Begin(World world, Site at, Epoch? named)
    {
        var current = world.Ledger[at];
        var epoch = named ?? current.NextOf(at);
        return epoch.Writer != at || epoch < current
            ? Outcome.Fails(world, "ReignIsOverException")
            : new(world.Told(at, epoch), Payload($"\"epoch\":{epoch.Number},\"settleAfter\":\"2026-01-01T00:00:00.000Z\""));
    }

    private static Outcome AwaitWriter(World world, Site site) =>
        world.Writer == site && world.Move is Move.None
            ? new(world, Nothing)
            : new(world, null, "WriterElsewhereException", IsToCome: world.Move is not Move.None);

    private static Outcome Raise(World world, Site at, Epoch epoch, Mistake mistake)
    {
        if (!world.TakesEntries[at])
        {
            return Outcome.Fails(world, "BooksUnreachableException");
        }

        var raised = world.BooksEpoch[at] < epoch ? epoch : world.BooksEpoch[at];
        var written = world with { BooksEpoch = world.BooksEpoch.With(at, raised) };
        return raised == epoch
            ? new(world.Hears && world.Writer == at ? written.Followed() : written, Nothing)
            : Outcome.Fails(mistake is Mistake.SilentBooks ? world : world.Told(at, raised), "ReignIsOverException");
    }

    private static Outcome Pay(World world, Site at, Site? site) =>
        world.IsUp[world.Names] && (world.Names == at || world.AreLinked) && (site ?? world.Names) == world.Names
            ? new(world, Nothing)
            : Outcome.Fails(world, "NotServedException");

    private static Outcome Reconcile(World world, Site at, Mistake mistake) =>
        world.Ledger[at].Writer != at ? new(world, Payload("\"reigns\":false"))
        : world.Settles(at, mistake) ? new(world, Payload($"\"reigns\":true,\"certificate\":{{{NothingInDoubt}}}"))
        : Outcome.Fails(world, "BooksUnreachableException");

    /// <summary>As <c>ReturnGates</c> does; how long it was so is not asked here.</summary>
    private static Outcome Judge(World world, bool isAlone)
    {
        var epoch = world.Ledger.Secondary;
        var isNothingToReturn = epoch.Writer is Site.Primary && world.Writer is Site.Primary && !world.LeadsToSecondary;
        var isWell = world.Hears && (world.Writer is Site.Primary || !world.TakesEntries.Primary);
        var isReady = world.Move is Move.None && !isNothingToReturn && !world.IsUnfinished && isAlone && isWell;
        return new(world, Payload($"\"isReady\":{Json(isReady)},\"refusals\":[],\"writer\":\"{world.Writer}\""));
    }

    private static Outcome SwitchOver(World world, Site site) =>
        world.Writer == site ? new(world, Nothing)
        : world.Hears && world.Move is Move.None ? new(world with { Move = Move.Switchover }, Nothing)
        : Outcome.Fails(world, "InvalidGlobalClusterStateFault");

    private static Outcome BeginAtHome(World world)
    {
        if (!world.Hears)
        {
            return Outcome.Fails(world, NotReady);
        }

        var current = world.Replicated().Ledger.Primary;
        var epoch = current.Writer is Site.Primary ? current : current.NextOf(Site.Primary);
        return new(world with { Ledger = new(epoch, epoch) }, Payload($"\"epoch\":{epoch.Number}"));
    }

    private static Outcome ReconcileAtHome(World world, Mistake mistake) =>
        world.Hears && world.Ledger.Primary.Writer is Site.Primary && world.Settles(Site.Primary, mistake)
            ? new(world, Payload(NothingInDoubt))
            : Outcome.Fails(world, "ReignIsOverException");

    /// <summary>RDS refuses what is done, and what is under way.</summary>
    private static Outcome Promote(World world, Site at) =>
        world.Writer != at && world.Move is Move.None ? new(world with { Move = Move.Promotion }, Nothing) : Outcome.Fails(world, "InvalidGlobalClusterStateFault");

    private static string Payload(string members) => $"{{\"Payload\":{{{members}}}}}";

    private static string Json(bool value) => value ? "true" : "false";
}
