namespace PaymentDr.Payments;

/// <summary>Moves an accepted payment into the books, once, and notes in the ledger what they said.</summary>
public sealed class Settlement(ILedger local, ILedger peer, IBooks books)
{
    /// <param name="epoch">
    /// The reign under which it is to be settled: for the queue the one that accepted it, for reconciliation the present one.
    /// </param>
    public async Task<SettlementResult> SettleAsync(Accepted accepted, Epoch epoch, CancellationToken cancellation)
    {
        // Books that have forgotten what callers were told must say it again.
        var announced = (await local.ReadAsync(accepted.Id, cancellation)).AnnouncedOf(accepted.Fingerprint);

        // The books alone are not enough of a fence: a promotion that loses their tail can lose the mark of the last reign with it. This is
        // asked last, so that only one call lies between the answer and its use.
        var current = await local.CurrentEpochAsync(cancellation);
        if (current != epoch || current.Writer != local.Site)
        {
            return OutOf(epoch, current);
        }

        switch (await books.EnterAsync(accepted, epoch, announced, cancellation))
        {
            case Booking.Entered entered:
                return await NoteAsync(entered.Row.OutcomeOf(accepted, epoch), cancellation);
            case Booking.OtherEpoch other:
                return OutOf(epoch, other.Epoch);
            default:
                throw new InvalidOperationException("The books answer in one of two ways.");
        }
    }

    /// <summary>Adds to the ledger what the books mean for a request.</summary>
    public async Task<SettlementResult> NoteAsync(Outcome outcome, CancellationToken cancellation)
    {
        if (outcome is Rejected)
        {
            // The local replica answers callers. It may say this only while the reign lasts, as far as the other site knows, and when no loss
            // of a site can take it back.
            var known = await peer.CurrentEpochAsync(cancellation);
            if (known > outcome.Epoch)
            {
                return new SettlementResult.Stale();
            }

            await peer.AddAsync(outcome, cancellation);
        }

        await local.AddAsync(outcome, cancellation);
        return new SettlementResult.Done(outcome.State);
    }

    private static SettlementResult OutOf(Epoch epoch, Epoch current) =>
        epoch < current ? new SettlementResult.Stale() : new SettlementResult.Later();
}
