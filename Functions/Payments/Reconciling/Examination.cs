namespace PaymentDr.Payments;

/// <summary>Looks at one request at a time, as ledger and books have it, and mends what is missing on either side.</summary>
internal sealed class Examination(ILedger ledger, Settlement settlement, Epoch epoch, DateTimeOffset now)
{
    /// <param name="row">What the books hold under its key, if anything.</param>
    public Task<Finding?> ExamineAsync(Accepted accepted, BookRow? row, CancellationToken cancellation) =>
        UnlessUnreachableAsync(accepted, async () =>
            row is not null ? await NoteAsync(accepted, row, cancellation)
            : now - accepted.At < Reconciliation.Grace ? new Finding.OnItsWay(accepted)
            : await SettleAsync(accepted, cancellation));

    /// <summary>
    /// A row whose request the ledger did not list. The site that took it on may have been lost after the books of this one heard of it,
    /// and before the ledger did.
    /// </summary>
    /// <returns>Null when it is counted under another time.</returns>
    public Task<Finding?> RecoverAsync(BookRow row, Func<DateTimeOffset, bool> isCovered, CancellationToken cancellation) =>
        UnlessUnreachableAsync(row.Accepted, async () =>
        {
            var facts = await ledger.ReadAsync(row.Accepted.Id, cancellation);
            if (facts.Find(row.Accepted.Fingerprint) is { } standing)
            {
                // Too new for the list, or named another time by the other site.
                return isCovered(standing.At) ? await NoteAsync(standing, row, cancellation) : null;
            }

            await ledger.AddAsync(row.Accepted.Guard, cancellation);
            await ledger.AddAsync(row.Accepted, cancellation);
            return await NoteAsync(row.Accepted, row, cancellation, recovered: true);
        });

    private async Task<Finding> NoteAsync(Accepted accepted, BookRow row, CancellationToken cancellation, bool recovered = false)
    {
        var outcome = row.OutcomeOf(accepted, epoch);
        var facts = await ledger.ReadAsync(accepted.Id, cancellation);
        if (facts.Contradict(accepted.Fingerprint, outcome.State))
        {
            outcome = new Disputed(accepted.Id, accepted.Fingerprint, epoch);
        }

        var isNoted = facts.StandingOf(accepted.Fingerprint).State == outcome.State;
        return isNoted || await settlement.NoteAsync(outcome, cancellation) is SettlementResult.Done
            ? new Finding.Known(accepted, outcome.State, Recovered: recovered, IsNews: !isNoted)
            : new Finding.InDoubt(accepted);
    }

    private async Task<Finding> SettleAsync(Accepted accepted, CancellationToken cancellation)
    {
        // Of several requests under the key the rightful one goes first, whichever was met here.
        var rightful = (await ledger.ReadAsync(accepted.Id, cancellation)).Rightful();
        var result = await settlement.SettleAsync(rightful, epoch, cancellation);
        if (rightful.Fingerprint != accepted.Fingerprint)
        {
            result = await settlement.SettleAsync(accepted, epoch, cancellation);
        }

        return result is SettlementResult.Done done
            ? new Finding.Known(accepted, done.State, Reposted: true, IsNews: true)
            : new Finding.InDoubt(accepted);
    }

    /// <summary>One that cannot be decided now keeps the others from nothing.</summary>
    private static async Task<Finding?> UnlessUnreachableAsync(Accepted accepted, Func<Task<Finding?>> examine)
    {
        try
        {
            return await examine();
        }
        catch (UnreachableException)
        {
            return new Finding.InDoubt(accepted);
        }
    }
}
