namespace PaymentDr.Payments;

/// <summary>
/// Stands for the replica of a site that people have declared lost for good: whatever it held and nobody else does is gone. Nothing waits
/// for it any more, and nothing counts it. Such a site may return only with an empty replica.
/// </summary>
public sealed class LostLedger(Site site) : ILedger
{
    public Site Site => site;

    public Task<PaymentFacts> ReadAsync(PaymentId payment, CancellationToken cancellation) => Task.FromResult(new PaymentFacts([]));

    public Task<Entry> AcceptAsync(Accepted accepted, CancellationToken cancellation) =>
        Task.FromException<Entry>(new UnreachableException($"{site} is declared lost"));

    public Task AddAsync(Fact fact, CancellationToken cancellation) => Task.CompletedTask;

    public Task<Epoch> CurrentEpochAsync(CancellationToken cancellation) => Task.FromResult(Epoch.First);

    public Task<bool> BeginAsync(Epoch epoch, CancellationToken cancellation) => Task.FromResult(false);

    public Task<IReadOnlyCollection<Accepted>> AcceptedAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyCollection<Accepted>>([]);
}
