namespace PaymentDr.Payments;

/// <summary>
/// Compares the ledger with the books, both ways. What the books miss is entered, whatever became of it on its way: lost in a pipe,
/// dropped by a queue, stranded in a site that was lost, or lost with the tail of the books. What only the books know any more is given back
/// to the ledger.
/// </summary>
public sealed class Reconciliation(ILedger ledger, IBooks books, Settlement settlement, TimeProvider clock)
{
    /// <summary>Younger ones are still on their way.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    private const int AtOnce = 16;

    /// <summary>Null when this site does not reign, or its books do not know it yet: nothing is done then.</summary>
    public async Task<Certificate?> RunAsync(ReconciliationScope scope, CancellationToken cancellation)
    {
        var epoch = await ledger.CurrentEpochAsync(cancellation);
        if (epoch.Writer != ledger.Site || await books.EpochAsync(cancellation) != epoch)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var tally = new Tally(epoch, scope, now);
        foreach (var (from, until) in scope.Slices())
        {
            var facts = await ledger.AcceptedAsync(from, until, cancellation);
            var rows = await RowsAsync(facts, await books.EnteredAsync(from, until, cancellation), cancellation);
            var known = facts.Select(fact => (fact.Payment, fact.Fingerprint)).ToHashSet();
            var strays = rows.Values.Where(row => !known.Contains((row.Accepted.Payment, row.Accepted.Fingerprint)));

            await CountAsync(facts, fact => FindAsync(fact, rows.GetValueOrDefault(fact.Payment), epoch, now, cancellation), tally);
            await CountAsync(strays, row => RecoverAsync(row, at => at >= from && at < until, epoch, cancellation), tally);
        }

        return tally.Certify(await books.BalancesAsync(cancellation));
    }

    /// <summary>Some at once, so that a region's worth of payments is reconciled within a recovery.</summary>
    private static async Task CountAsync<T>(IEnumerable<T> all, Func<T, Task<Finding?>> find, Tally tally)
    {
        foreach (var some in all.Chunk(AtOnce))
        {
            foreach (var finding in await Task.WhenAll(some.Select(find)))
            {
                if (finding is not null)
                {
                    tally.Count(finding);
                }
            }
        }
    }

    /// <summary>A row may name another time than its fact, when two sites took the request on at once.</summary>
    private async Task<Dictionary<PaymentId, BookRow>> RowsAsync(
        IReadOnlyCollection<Accepted> facts, IReadOnlyCollection<BookRow> entered, CancellationToken cancellation)
    {
        var rows = entered.ToDictionary(row => row.Accepted.Payment);
        var missing = facts.Select(fact => fact.Payment).Where(payment => !rows.ContainsKey(payment)).Distinct().ToArray();
        if (missing.Length > 0)
        {
            foreach (var row in await books.FindAsync(missing, cancellation))
            {
                rows.Add(row.Accepted.Payment, row);
            }
        }

        return rows;
    }

    private Task<Finding?> FindAsync(
        Accepted accepted, BookRow? row, Epoch epoch, DateTimeOffset now, CancellationToken cancellation) =>
        UnlessUnreachableAsync(accepted, async () =>
            row is not null ? await NoteAsync(accepted, row, epoch, cancellation)
            : now - accepted.At < Grace ? new Finding.OnItsWay(accepted)
            : await SettleAsync(accepted, epoch, cancellation));

    private async Task<Finding> NoteAsync(
        Accepted accepted, BookRow row, Epoch epoch, CancellationToken cancellation, bool recovered = false)
    {
        var outcome = row.OutcomeOf(accepted, epoch);
        var facts = await ledger.ReadAsync(accepted.Payment, cancellation);
        if (facts.Contradict(accepted.Fingerprint, outcome.State))
        {
            outcome = new Disputed(accepted.Payment, accepted.Fingerprint, epoch);
        }

        var isNoted = facts.StandingOf(accepted.Fingerprint).State == outcome.State;
        return isNoted || await settlement.NoteAsync(outcome, cancellation) is SettlementResult.Done
            ? new Finding.Known(accepted, outcome.State, Recovered: recovered)
            : new Finding.InDoubt(accepted);
    }

    private async Task<Finding> SettleAsync(Accepted accepted, Epoch epoch, CancellationToken cancellation)
    {
        // Of several requests under the key the rightful one goes first, whichever was met here.
        var rightful = (await ledger.ReadAsync(accepted.Payment, cancellation)).Rightful();
        var result = await settlement.SettleAsync(rightful, epoch, cancellation);
        if (rightful.Fingerprint != accepted.Fingerprint)
        {
            result = await settlement.SettleAsync(accepted, epoch, cancellation);
        }

        return result is SettlementResult.Done done
            ? new Finding.Known(accepted, done.State, Reposted: true)
            : new Finding.InDoubt(accepted);
    }

    /// <summary>The site that took it on was lost before the ledger of this one heard of it, and after the books did.</summary>
    private Task<Finding?> RecoverAsync(
        BookRow row, Func<DateTimeOffset, bool> isCovered, Epoch epoch, CancellationToken cancellation) =>
        UnlessUnreachableAsync(row.Accepted, async () =>
        {
            var facts = await ledger.ReadAsync(row.Accepted.Payment, cancellation);
            if (facts.Find(row.Accepted.Fingerprint) is { } standing)
            {
                // It is there: new, so that the list did not have it yet, or under another time, where it is counted.
                return isCovered(standing.At) ? await NoteAsync(standing, row, epoch, cancellation) : null;
            }

            await ledger.AddAsync(row.Accepted.Guard, cancellation);
            await ledger.AddAsync(row.Accepted, cancellation);
            return await NoteAsync(row.Accepted, row, epoch, cancellation, recovered: true);
        });

    /// <summary>One that cannot be decided now keeps the others from nothing.</summary>
    private static async Task<Finding?> UnlessUnreachableAsync(Accepted accepted, Func<Task<Finding?>> find)
    {
        try
        {
            return await find();
        }
        catch (UnreachableException)
        {
            return new Finding.InDoubt(accepted);
        }
    }
}
