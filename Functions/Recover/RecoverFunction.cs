using System.Text.Json;
using PaymentDr.Aws;
using PaymentDr.Hosting;
using PaymentDr.Payments;
using PaymentDr.Runtime;

namespace PaymentDr.Functions.Recover;

/// <summary>
/// The steps by which a site takes over that are more than a call of a service. What comes in which order is the workflows' to say. None needs the other
/// region.
/// </summary>
public sealed class RecoverFunction(Platform platform, BooksRoles books, SyntheticPayments customers)
{
    public static RecoverFunction On(Platform platform) => new(platform, new BooksRoles(platform), new SyntheticPayments(platform, "recovery", new Doors(Doors.Patience)));

    public async Task<ReadOnlyMemory<byte>> HandleAsync(ReadOnlyMemory<byte> payload, LambdaContext context, CancellationToken cancellation)
    {
        var request = Payload.Read(payload, RecoverJson.Default.RecoverRequest);
        var answer = await TakeAsync(request, cancellation);
        context.Logger.Info("Step.", ("step", request.Step), ("site", request.Site), ("epoch", answer.Epoch), ("writer", answer.Writer));
        return JsonSerializer.SerializeToUtf8Bytes(answer, RecoverJson.Default.RecoverAnswer);
    }

    private Task<RecoverAnswer> TakeAsync(RecoverRequest request, CancellationToken cancellation) => request.Step switch
    {
        RecoverStep.BeginReign => BeginAsync(request.Epoch, cancellation),
        RecoverStep.LeadTraffic => LeadAsync(request.Site ?? platform.Site, cancellation),
        RecoverStep.FindWriter => FindWriterAsync(cancellation),
        RecoverStep.AwaitWriter => AwaitWriterAsync(request.Site ?? platform.Site, cancellation),
        RecoverStep.RaiseBooks => RaiseAsync(EpochOf(request), cancellation),
        RecoverStep.CompleteReign => CompleteAsync(EpochOf(request), cancellation),
        _ => PayAsync(request.Site, cancellation),
    };

    /// <param name="number">Null for a new one.</param>
    private async Task<RecoverAnswer> BeginAsync(int? number, CancellationToken cancellation)
    {
        var current = await platform.Ledger.CurrentEpochAsync(cancellation);
        var epoch = number is { } wanted ? new Epoch(wanted) : current.NextOf(platform.Site);
        if (epoch.Writer != platform.Site || epoch < current)
        {
            throw new ReignIsOverException($"{epoch} cannot begin at {platform.Site}: this is {current}, of {current.Writer}.");
        }

        await platform.Ledger.BeginAsync(epoch, cancellation);
        return new RecoverAnswer { Epoch = epoch.Number, SettleAfter = LedgerItems.Time(platform.Clock.GetUtcNow() + Epoch.LastStatements) };
    }

    /// <summary>The ledger first: the metric is published from it again every minute.</summary>
    private async Task<RecoverAnswer> LeadAsync(Site site, CancellationToken cancellation)
    {
        if (platform.Site is not Site.Secondary)
        {
            throw new InvalidOperationException("Only the secondary leads customers: what leads them must not be lost with the primary.");
        }

        var toSecondary = site is Site.Secondary;
        await new TrafficSwitch(platform.Sightings).LeadAsync(toSecondary, platform.Clock.GetUtcNow(), cancellation);
        await new CloudWatch(platform.Region).PutAsync(platform.Variables.MetricNamespace, platform.Variables.Get("SWITCH_METRIC"), toSecondary ? 1 : 0, cancellation);
        return new RecoverAnswer();
    }

    private async Task<RecoverAnswer> FindWriterAsync(CancellationToken cancellation)
    {
        var (writer, areMoving) = await books.FindWriterAsync(cancellation);
        return new RecoverAnswer { Writer = writer, AreMoving = areMoving };
    }

    private async Task<RecoverAnswer> AwaitWriterAsync(Site site, CancellationToken cancellation)
    {
        var found = await FindWriterAsync(cancellation);
        return found.Writer == site && found.AreMoving is false
            ? found
            : throw new WriterElsewhereException($"The books are written at {found.Writer}{(found.AreMoving is true ? ", and are moving" : "")}.");
    }

    /// <summary>Before anything is settled under the reign: from then on these books refuse every other.</summary>
    private async Task<RecoverAnswer> RaiseAsync(Epoch epoch, CancellationToken cancellation)
    {
        await platform.Books.RaiseAsync(epoch, cancellation);
        var raised = await platform.Books.EpochAsync(cancellation);
        if (raised != epoch)
        {
            // The books have heard of a reign before the ledger has: whoever begins the next one has to know of it.
            await platform.Ledger.BeginAsync(raised, cancellation);
            throw new ReignIsOverException($"The books are at {raised}, and not at {epoch}.");
        }

        return new RecoverAnswer { Epoch = epoch.Number };
    }

    private async Task<RecoverAnswer> CompleteAsync(Epoch epoch, CancellationToken cancellation)
    {
        // Of the primary's reigns nobody asks: people begin them.
        if (platform.Site is Site.Secondary)
        {
            await Reign.CompleteAsync(platform.Sightings, epoch, platform.Clock.GetUtcNow(), cancellation);
        }

        return new RecoverAnswer { Epoch = epoch.Number };
    }

    private async Task<RecoverAnswer> PayAsync(Site? site, CancellationToken cancellation)
    {
        await customers.PayAsync(site is null ? null : site == platform.Site ? platform.Region.Name : platform.PeerRegion.Name, cancellation);
        return new RecoverAnswer();
    }

    private static Epoch EpochOf(RecoverRequest request) => request.Epoch is { } number ? new Epoch(number) : throw new JsonException($"{request.Step} needs an epoch.");
}
