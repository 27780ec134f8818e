using System.Text.Json;
using PaymentDr.Hosting;
using PaymentDr.Payments;
using PaymentDr.Runtime;

namespace PaymentDr.Functions.GiveBack;

/// <summary>The steps of the return that need both regions. It runs in the secondary, which has what is to be given back.</summary>
public sealed class GiveBackFunction(Platform platform, BooksRoles books, Peer peer, ReturnGates gates, SyntheticPayments doors)
{
    public static GiveBackFunction On(Platform platform)
    {
        var (books, peer) = (new BooksRoles(platform), new Peer(platform));
        return new(platform, books, peer, new ReturnGates(platform, books, peer), new SyntheticPayments(platform, "return", new Doors(Doors.Patience)));
    }

    public async Task<ReadOnlyMemory<byte>> HandleAsync(ReadOnlyMemory<byte> payload, LambdaContext context, CancellationToken cancellation)
    {
        var request = Payload.Read(payload, GiveBackJson.Default.GiveBackRequest);
        var answer = await TakeAsync(request, cancellation);
        context.Logger.Info("Step.", ("step", request.Step), ("epoch", answer.Epoch), ("writer", answer.Writer), ("inDoubt", answer.InDoubt), ("refusals", answer.Refusals?.Count));
        return JsonSerializer.SerializeToUtf8Bytes(answer, GiveBackJson.Default.GiveBackAnswer);
    }

    private Task<GiveBackAnswer> TakeAsync(GiveBackRequest request, CancellationToken cancellation) => request.Step switch
    {
        GiveBackStep.Judge => gates.JudgeAsync(request.Execution, cancellation),
        GiveBackStep.SwitchOver => SwitchOverAsync(request.Site ?? throw new JsonException("SwitchOver needs a site."), cancellation),
        GiveBackStep.BeginReign => BeginAsync(cancellation),
        GiveBackStep.RaiseBooks => RaiseAsync(request.Epoch is { } number ? new Epoch(number) : throw new JsonException("RaiseBooks needs an epoch."), cancellation),
        GiveBackStep.Reconcile => ReconcileAsync(cancellation),
        _ => PayAsync(cancellation),
    };

    private async Task<GiveBackAnswer> SwitchOverAsync(Site site, CancellationToken cancellation)
    {
        await books.SwitchOverAsync(site, () => peer.RegionAsync(cancellation), cancellation);
        return new GiveBackAnswer();
    }

    /// <summary>Known there before it is known here, so that nobody here sends the primary what it does not expect.</summary>
    private async Task<GiveBackAnswer> BeginAsync(CancellationToken cancellation)
    {
        Epoch[] known = [await platform.Ledger.CurrentEpochAsync(cancellation), await platform.PeerLedger.CurrentEpochAsync(cancellation)];
        var current = known.Max();
        var epoch = current.Writer == platform.PeerSite ? current : current.NextOf(platform.PeerSite);
        await platform.PeerLedger.BeginAsync(epoch, cancellation);
        await platform.Ledger.BeginAsync(epoch, cancellation);
        return new GiveBackAnswer { Epoch = epoch.Number };
    }

    private async Task<GiveBackAnswer> RaiseAsync(Epoch epoch, CancellationToken cancellation)
    {
        await peer.RaiseAsync(epoch, cancellation);
        return new GiveBackAnswer { Epoch = epoch.Number };
    }

    private async Task<GiveBackAnswer> ReconcileAsync(CancellationToken cancellation)
    {
        var certificate = (await peer.ReconcileAsync(cancellation)).Certificate;
        // Workflows cannot ask for what is not there.
        return new GiveBackAnswer { InDoubt = certificate?.InDoubt ?? throw new ReignIsOverException("The primary does not reign, and has reconciled nothing.") };
    }

    private async Task<GiveBackAnswer> PayAsync(CancellationToken cancellation)
    {
        await doors.PayAsync(platform.PeerRegion.Name, cancellation);
        return new GiveBackAnswer();
    }
}
