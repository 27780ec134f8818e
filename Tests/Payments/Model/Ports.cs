using PaymentDr.Payments;

namespace PaymentDr.Tests.Payments.Model;

/// <summary>A site's replica as one process sees it, with the mistakes of the mutants.</summary>
internal sealed class ModelLedger(World world, Process caller, SiteModel target) : ILedger
{
    public Site Site => target.Site;

    private bool IsPeer => !ReferenceEquals(caller.Home, target);

    public Task<PaymentFacts> ReadAsync(PaymentId payment, CancellationToken cancellation) =>
        world.Mutant is Mutant.RefuseWithoutAskingTheOtherSite && caller.LastGuard is { } guard
            ? Task.FromResult(new PaymentFacts([guard]))
            : world.Call(caller, target, $"read {payment.Value[..3]}", () => target.Ledger.Read(payment));

    public async Task<Entry> AcceptAsync(Accepted accepted, CancellationToken cancellation)
    {
        if ((world.Mutant is Mutant.NoPeerWrite && IsPeer)
            || (world.Mutant is Mutant.AnswerRetryBeforeCompletingFacts && caller.FoundAccepted))
        {
            return new Entry.Stands(accepted, IsNew: true);
        }

        var entry = await world.Call(caller, target, $"accept {accepted.Id.Value[..3]}/{accepted.Payment.Amount.Minor}", () => target.Ledger.Accept(accepted));
        caller.FoundAccepted = entry is Entry.Stands { IsNew: false };
        return entry;
    }

    public Task AddAsync(Fact fact, CancellationToken cancellation)
    {
        if (world.Mutant is Mutant.RefuseWithoutAskingTheOtherSite && fact is Guard guard)
        {
            caller.LastGuard = guard;
            return Task.CompletedTask;
        }

        return world.Mutant is Mutant.RejectAtOneSiteOnly && fact is Rejected && IsPeer
            ? Task.CompletedTask
            : world.Call(caller, target, $"add {fact.Key} {fact.Id.Value[..3]}", () => target.Ledger.Add(fact));
    }

    public Task<Epoch> CurrentEpochAsync(CancellationToken cancellation) =>
        world.Mutant is Mutant.NoEpochFromTheLedger && caller.Believes is { } epoch
            ? Task.FromResult(epoch)
            : world.Call(caller, target, "current epoch", () => target.Ledger.Epoch);

    public Task<bool> BeginAsync(Epoch epoch, CancellationToken cancellation) =>
        world.Call(caller, target, $"begin {epoch}", () => target.Ledger.Add(epoch));

    public Task<IReadOnlyCollection<Accepted>> AcceptedAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation) =>
        world.Call<IReadOnlyCollection<Accepted>>(caller, target, "list accepted", () =>
            [.. target.Ledger.Accepted.Where(accepted => accepted.At >= from && accepted.At < until && !IsNew(accepted))]);

    /// <summary>The index that is listed lags behind the items.</summary>
    private bool IsNew(Accepted accepted) => world.Stormy && target.Clock - accepted.At < TimeSpan.FromSeconds(5);
}

/// <summary>A site's books as one process sees them.</summary>
internal sealed class ModelBooks(World world, Process caller, SiteModel target) : IBooks
{
    public Task<Booking> EnterAsync(Accepted accepted, Epoch epoch, Outcome? announced, CancellationToken cancellation) =>
        world.Call(caller, target, $"enter {accepted.Id.Value[..3]}/{accepted.Payment.Amount.Minor} under {epoch}", () =>
            world.Mutant is Mutant.SkipInsertOnSettledFact && target.Ledger.Read(accepted.Id).AnnouncedOf(accepted.Fingerprint) is Settled
                ? new Booking.Entered(new BookRow(accepted, Rejection: null))
                : target.Books.Enter(accepted, epoch, announced));

    public Task<IReadOnlyCollection<BookRow>> EnteredAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation) =>
        world.Call(caller, target, "list rows", () => target.Books.Select(row =>
            row.Accepted.At >= from && row.Accepted.At < until
            && (world.Mutant is not Mutant.GiveNothingBackToTheLedger || target.Ledger.Holds(row.Accepted.Payment))));

    public Task<IReadOnlyCollection<BookRow>> FindAsync(IReadOnlyCollection<PaymentId> payments, CancellationToken cancellation) =>
        world.Call(caller, target, "find rows", () => target.Books.Select(row => payments.Contains(row.Accepted.Id)));

    public Task<IReadOnlyCollection<Balance>> BalancesAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation) =>
        world.Call(caller, target, "balances", () => target.Books.Balances(row => row.Accepted.At >= from && row.Accepted.At < until));

    public Task<Epoch> EpochAsync(CancellationToken cancellation) => world.Call(caller, target, "epoch of the books", () =>
    {
        target.Books.Require();
        return target.Books.Epoch;
    });

    public Task RaiseAsync(Epoch epoch, CancellationToken cancellation) => world.Call(caller, target, $"raise {epoch}", () =>
    {
        target.Books.Raise(epoch);
        return true;
    });
}
