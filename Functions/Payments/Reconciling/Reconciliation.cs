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
    /// <param name="news">Is given what the ledger learns, also in a run that fails: it is noted then, and no news to the next run.</param>
    public async Task<Certificate?> RunAsync(ReconciliationScope scope, ICollection<PaymentNews> news, CancellationToken cancellation)
    {
        var epoch = await ledger.CurrentEpochAsync(cancellation);
        if (epoch.Writer != ledger.Site || await books.EpochAsync(cancellation) != epoch)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var tally = new Tally(epoch, scope, now, news);
        var examination = new Examination(ledger, settlement, epoch, now);
        foreach (var (from, until) in scope.Slices())
        {
            var facts = await ledger.AcceptedAsync(from, until, cancellation);
            var rows = await RowsAsync(facts, await books.EnteredAsync(from, until, cancellation), cancellation);
            var known = facts.Select(fact => (fact.Id, fact.Fingerprint)).ToHashSet();
            var strays = rows.Values.Where(row => !known.Contains((row.Accepted.Id, row.Accepted.Fingerprint)));

            await CountAsync(facts, fact => examination.ExamineAsync(fact, rows.GetValueOrDefault(fact.Id), cancellation), tally);
            await CountAsync(strays, row => examination.RecoverAsync(row, at => at >= from && at < until, cancellation), tally);
        }

        return tally.Certify(await books.BalancesAsync(scope.From, scope.Until, cancellation));
    }

    /// <summary>Some at once, so that a region's worth of payments is reconciled within a recovery.</summary>
    private static async Task CountAsync<T>(IEnumerable<T> all, Func<T, Task<Finding?>> examine, Tally tally)
    {
        foreach (var some in all.Chunk(AtOnce))
        {
            var findings = some.Select(examine).ToArray();
            await Task.WhenAll(findings.Cast<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            // Those that succeeded first: one that failed ends the run, and takes nothing with it.
            foreach (var finding in findings.OrderBy(each => !each.IsCompletedSuccessfully))
            {
                if (await finding is { } found)
                {
                    tally.Count(found);
                }
            }
        }
    }

    /// <summary>A row may name another time than its fact, when two sites took the request on at once.</summary>
    private async Task<Dictionary<PaymentId, BookRow>> RowsAsync(
        IReadOnlyCollection<Accepted> facts, IReadOnlyCollection<BookRow> entered, CancellationToken cancellation)
    {
        var rows = entered.ToDictionary(row => row.Accepted.Id);
        var missing = facts.Select(fact => fact.Id).Where(payment => !rows.ContainsKey(payment)).Distinct().ToArray();
        if (missing.Length > 0)
        {
            foreach (var row in await books.FindAsync(missing, cancellation))
            {
                rows.Add(row.Accepted.Id, row);
            }
        }

        return rows;
    }
}
