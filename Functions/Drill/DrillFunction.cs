using System.Text.Json;
using PaymentDr.Aws;
using PaymentDr.Hosting;
using PaymentDr.Payments;
using PaymentDr.Runtime;

namespace PaymentDr.Functions.Drill;

/// <summary>
/// The steps of a drill: the drill's name is led to this region and back, and payments are made by it meanwhile. Which step follows which is the document's
/// to say. None moves a customer, and none but the last fails a drill that went well.
/// </summary>
public sealed class DrillFunction(Platform platform, DrillSettings settings, Doors doors, DrillNotes notes, DrillGates gates, DrillSwitch @switch, DrillReport report)
{
    public static DrillFunction On(Platform platform)
    {
        var (settings, doors) = (DrillSettings.Parse(platform.Variables.Get("DRILL")), new Doors(Doors.Patience, Doors.AskedAnew));
        Workflow[] moves = [Find("FAILOVER_WORKFLOW_ARN"), Find("FAILBACK_WORKFLOW_ARN")];
        return new(
            platform,
            settings,
            doors,
            new DrillNotes(platform.Sightings),
            new DrillGates(platform, settings, doors, moves),
            new DrillSwitch(platform),
            new DrillReport(
                new EvidenceArchive(platform.Region.S3(), platform.Variables.Get("AUDIT_BUCKET")),
                new AlertTopic(platform.Region, platform.Variables.Get("ALERT_TOPIC_ARN"))));

        Workflow Find(string arn) => new(platform.Region, platform.Variables.Get(arn));
    }

    public async Task<ReadOnlyMemory<byte>> HandleAsync(ReadOnlyMemory<byte> payload, LambdaContext context, CancellationToken cancellation)
    {
        if (platform.Site is not Site.Secondary)
        {
            throw new InvalidOperationException("Only the secondary holds drills: it is its switch that leads, and it that has to be ready.");
        }

        var request = Payload.Read(payload, DrillJson.Default.DrillRequest);
        context.Logger.Info("Step.", ("step", request.Step), ("drill", DrillReport.IdOf(request.Drill)));
        var answer = request.Step switch
        {
            DrillStep.Report => await ReportAsync(request, context.Logger, cancellation),
            DrillStep.Judge => await JudgeAsync(request.Drill, cancellation),
            _ => await NotingFailureAsync(request, () => TakeAsync(request, cancellation)),
        };

        return JsonSerializer.SerializeToUtf8Bytes(answer, DrillJson.Default.DrillAnswer);
    }

    private DateTimeOffset Now => platform.Clock.GetUtcNow();

    private string Home => platform.PeerRegion.Name;

    private string Away => platform.Region.Name;

    private Task<DrillAnswer> TakeAsync(DrillRequest request, CancellationToken cancellation) => request.Step switch
    {
        DrillStep.Prepare => PrepareAsync(request, cancellation),
        DrillStep.LeadAway => LeadAwayAsync(request.Drill, cancellation),
        DrillStep.AwaitAway => AwaitAwayAsync(request.Drill, cancellation),
        DrillStep.Pay => PayAsync(request.Drill, cancellation),
        DrillStep.LeadHome => LeadHomeAsync(request.Drill, cancellation),
        _ => AwaitHomeAsync(request.Drill, cancellation),
    };

    /// <summary>The report says why.</summary>
    private async Task<DrillAnswer> NotingFailureAsync(DrillRequest request, Func<Task<DrillAnswer>> take)
    {
        try
        {
            return await take();
        }
        catch (Exception failure)
        {
            // Past the step's own limit, which may be what it failed by.
            if (await notes.FindAsync(request.Drill, CancellationToken.None) is not null)
            {
                await ChangeAsync(request.Drill, drill => drill with { Failures = [.. drill.Failures, $"{request.Step}: {failure.Message}"] }, CancellationToken.None);
            }

            throw;
        }
    }

    /// <summary>It is noted before it is looked at: who refuses reports, too.</summary>
    private async Task<DrillAnswer> PrepareAsync(DrillRequest request, CancellationToken cancellation)
    {
        await RefuseBesideAnotherAsync(request.Drill, cancellation);
        await notes.PutAsync(NewEvidence(request), Now, cancellation);
        var (epoch, home, away, refusals) = await gates.LookAsync(cancellation);
        await ChangeAsync(request.Drill, drill => drill with { Epoch = epoch, Home = home, Away = away }, cancellation);
        return refusals.Count == 0 ? Answer(request.Drill) : throw new DrillRefusedException(string.Join("; ", refusals));
    }

    private async Task<DrillAnswer> LeadAwayAsync(string drill, CancellationToken cancellation)
    {
        await FindUnfailedAsync(drill, cancellation);
        // Before it is moved: whatever breaks off in between is taken back.
        await ChangeAsync(drill, each => each with { LedAwayAt = each.LedAwayAt ?? Now }, cancellation);
        await @switch.LeadAwayAsync(cancellation);
        return Answer(drill);
    }

    private async Task<DrillAnswer> AwaitAwayAsync(string drill, CancellationToken cancellation)
    {
        var ledAwayAt = (await FindUnfailedAsync(drill, cancellation)).LedAwayAt ?? throw new DrillRefusedException("The drill's name was not led away.");
        var seconds = await FollowAsync(drill, Away, ledAwayAt, (each, found) => each with { RecoverySeconds = found }, cancellation);
        return Answer(drill) with { RecoverySeconds = seconds };
    }

    private async Task<DrillAnswer> PayAsync(string drill, CancellationToken cancellation)
    {
        var ledAwayAt = (await FindUnfailedAsync(drill, cancellation)).LedAwayAt ?? throw new DrillRefusedException("The drill's name was not led away.");
        var payments = await new DrillPayments(doors, settings.Door, new SecretStore(platform.Region), settings.KeySecret, platform.Clock).PayAsync(Away, ledAwayAt, cancellation);
        await ChangeAsync(drill, each => each with { Payments = payments }, cancellation);
        return Answer(drill);
    }

    /// <summary>Also of a drill that was refused: an earlier one may have left its name away. Not beside another one, which wants it there.</summary>
    private async Task<DrillAnswer> LeadHomeAsync(string drill, CancellationToken cancellation)
    {
        await RefuseBesideAnotherAsync(drill, cancellation);
        var own = await notes.FindAsync(drill, cancellation);
        var at = Now;
        await @switch.LeadHomeAsync(own?.LedAwayAt, cancellation);
        if (own is not null)
        {
            await ChangeAsync(drill, each => each with { LedHomeAt = each.LedHomeAt ?? at }, cancellation);
        }

        return Answer(drill);
    }

    private async Task<DrillAnswer> AwaitHomeAsync(string drill, CancellationToken cancellation)
    {
        if (await notes.FindAsync(drill, cancellation) is not { LedAwayAt: not null, LedHomeAt: { } ledHomeAt })
        {
            return Answer(drill);
        }

        var seconds = await FollowAsync(drill, Home, ledHomeAt, (each, found) => each with { ReturnSeconds = found }, cancellation);
        return Answer(drill) with { ReturnSeconds = seconds };
    }

    private async Task<DrillAnswer> ReportAsync(DrillRequest request, StructuredLog log, CancellationToken cancellation)
    {
        var own = await notes.FindAsync(request.Drill, cancellation);
        var judged = (own ?? NewEvidence(request) with { Failures = ["another drill is held, or it could not be noted that this one began"] }).Judged(Now);
        var key = await report.SayAsync(judged, log, cancellation);
        if (judged.Passed)
        {
            await notes.PassAsync(judged, Now, cancellation);
        }

        if (own is not null)
        {
            // Looks are kept in the bucket: the ledger's sightings are read every minute.
            await ChangeAsync(request.Drill, _ => judged with { Looks = [] }, cancellation);
        }

        return Answer(request.Drill) with { Passed = judged.Passed, Evidence = key, RecoverySeconds = judged.RecoverySeconds, ReturnSeconds = judged.ReturnSeconds };
    }

    private async Task<DrillAnswer> JudgeAsync(string drill, CancellationToken cancellation) => await notes.FindAsync(drill, cancellation) switch
    {
        { EndedAt: not null, Passed: true } => Answer(drill) with { Passed = true },
        { EndedAt: not null } failed => throw new DrillFailedException(string.Join("; ", failed.Failures)),
        _ => throw new DrillFailedException("It was not reported how the drill ended, or another one is held."),
    };

    /// <summary>What was seen is kept, whether it is what was wanted or not.</summary>
    private async Task<double> FollowAsync(string drill, string region, DateTimeOffset switchedAt, Func<DrillEvidence, double, DrillEvidence> note, CancellationToken cancellation)
    {
        var follower = new DrillFollower(doors, settings.Door, platform.Clock);
        double? seconds = null;
        try
        {
            seconds = await follower.FollowAsync(region, switchedAt, cancellation);
        }
        finally
        {
            await ChangeAsync(
                drill,
                each => (seconds is { } found ? note(each, found) : each) with { Looks = [.. each.Looks, .. follower.Looks] },
                CancellationToken.None);
        }

        return seconds ?? throw new NotServedException($"For {DrillFollower.Patience.TotalSeconds:0} s the drill's name did not lead to {region}.");
    }

    /// <summary>However the document reads a step's failure: nothing is led away after one.</summary>
    private async Task<DrillEvidence> FindUnfailedAsync(string drill, CancellationToken cancellation) => await notes.FindAsync(drill, cancellation) switch
    {
        { Failures: [], LedHomeAt: null, EndedAt: null } own => own,
        null => throw new DrillRefusedException("The drill was not prepared, or another one is held."),
        _ => throw new DrillRefusedException("The drill has failed or ended."),
    };

    private async Task RefuseBesideAnotherAsync(string drill, CancellationToken cancellation)
    {
        if (await notes.FindAnotherAsync(drill, Now, cancellation) is { } other)
        {
            throw new DrillRefusedException($"Another drill is held, since {LedgerItems.Time(other.StartedAt)}.");
        }
    }

    private DrillEvidence NewEvidence(DrillRequest request) => new()
    {
        Drill = request.Drill,
        StartedBy = request.StartedBy,
        StartedAt = Now,
        ObjectiveSeconds = settings.ObjectiveSeconds,
        Home = new SideView(Home, Build: null),
        Away = new SideView(Away, Build: null),
    };

    private Task<DrillEvidence> ChangeAsync(string drill, Func<DrillEvidence, DrillEvidence> change, CancellationToken cancellation) =>
        notes.ChangeAsync(drill, Now, change, cancellation);

    private static DrillAnswer Answer(string drill) => new() { Drill = drill };
}
