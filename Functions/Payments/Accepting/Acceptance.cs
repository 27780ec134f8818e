namespace PaymentDr.Payments;

/// <summary>
/// Takes payments on. A payment is acknowledged when both replicas hold it; under one key only one request is, unless the sites cannot
/// see each other. A repeated request first completes what an earlier one left undone, and is then answered.
/// </summary>
public sealed class Acceptance(ILedger local, ILedger peer, PeerLossPolicy onPeerLoss, TimeProvider clock)
{
    /// <summary>Nobody waits for a site that is given up.</summary>
    private readonly bool _acceptsAlone = onPeerLoss is PeerLossPolicy.Accept || peer is LostLedger;

    public async Task<AcceptanceOutcome> AcceptAsync(Payment payment, CancellationToken cancellation)
    {
        try
        {
            // Whoever reigns sees every request first, so that two requests under one key meet at one replica.
            var epoch = await local.CurrentEpochAsync(cancellation);
            var (first, second) = epoch.Writer == local.Site ? (local, peer) : (peer, local);
            var accepted = new Accepted(payment, epoch, Now());

            return await TryAcceptAsync(first, accepted, mayPassBusy: false, cancellation) switch
            {
                Entry.Stands found => await CompleteAsync(first, second, found, cancellation),
                Entry.Refused refused => await RefuseAsync(first, second, accepted.Fingerprint, refused.Guard, cancellation),
                _ when _acceptsAlone => await AcceptAloneAsync(second, accepted, cancellation),
                _ => new AcceptanceOutcome.Unknown(),
            };
        }
        catch (UnreachableException)
        {
            return new AcceptanceOutcome.Unknown();
        }
    }

    /// <summary>Whole milliseconds, which every store can keep: a fact must be the same wherever it lies.</summary>
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());

    private async Task<AcceptanceOutcome> CompleteAsync(ILedger first, ILedger second, Entry.Stands found, CancellationToken cancellation)
    {
        switch (await TryAcceptAsync(second, found.Accepted, mayPassBusy: true, cancellation))
        {
            case Entry.Stands other:
                return await AcknowledgeAsync(first, found.Accepted, Durability.Both, found.IsNew && other.IsNew, cancellation);
            case Entry.Refused:
                // Another request was taken on while the sites could not see each other. The books will choose; neither may be lost.
                await second.AddAsync(found.Accepted, cancellation);
                return await AcknowledgeAsync(second, found.Accepted, Durability.Both, isNew: false, cancellation);
            default:
                return _acceptsAlone
                    ? await AcknowledgeAsync(first, found.Accepted, Durability.One, found.IsNew, cancellation)
                    : new AcceptanceOutcome.Unknown();
        }
    }

    private static async Task<AcceptanceOutcome> AcceptAloneAsync(ILedger replica, Accepted accepted, CancellationToken cancellation) =>
        await TryAcceptAsync(replica, accepted, mayPassBusy: true, cancellation) is Entry.Stands found
            ? await AcknowledgeAsync(replica, found.Accepted, Durability.One, found.IsNew, cancellation)
            // The request under this key, or this very one, may stand where nobody can look.
            : new AcceptanceOutcome.Unknown();

    /// <summary>
    /// A refusal is final only when the request stands at neither site and never will: the guard that stands at the first is made to
    /// stand at the second before anyone looks there.
    /// </summary>
    private static async Task<AcceptanceOutcome> RefuseAsync(
        ILedger first, ILedger second, Fingerprint refused, Guard taken, CancellationToken cancellation)
    {
        await second.AddAsync(taken, cancellation);
        var facts = await second.ReadAsync(taken.Id, cancellation);
        if (facts.Find(refused) is { } accepted)
        {
            await first.AddAsync(accepted, cancellation);
            return await AcknowledgeAsync(first, accepted, Durability.Both, isNew: false, cancellation);
        }

        return facts.Guard?.Fingerprint == refused ? new AcceptanceOutcome.Unknown() : new AcceptanceOutcome.KeyReused();
    }

    private static async Task<AcceptanceOutcome> AcknowledgeAsync(
        ILedger replica, Accepted accepted, Durability durability, bool isNew, CancellationToken cancellation)
    {
        var facts = isNew ? new PaymentFacts([accepted]) : await replica.ReadAsync(accepted.Id, cancellation);
        return new AcceptanceOutcome.Acknowledged(accepted, facts.StandingOf(accepted.Fingerprint), durability, isNew);
    }

    /// <summary>Null for a replica that does not answer.</summary>
    /// <param name="mayPassBusy">Whether one that is there, and busy, counts as such. At the first two requests under one key may have met.</param>
    private static async Task<Entry?> TryAcceptAsync(ILedger replica, Accepted accepted, bool mayPassBusy, CancellationToken cancellation)
    {
        try
        {
            return await replica.AcceptAsync(accepted, cancellation);
        }
        catch (UnreachableException exception) when (mayPassBusy || !exception.IsBusy)
        {
            return null;
        }
    }
}
