using PaymentDr.Payments;

/// <summary>A replica that costs next to nothing, so that what is measured is the domain.</summary>
internal sealed class MemoryLedger(Site site) : ILedger
{
    private readonly Dictionary<PaymentId, Accepted> _accepted = [];

    public Site Site => site;

    public void Clear() => _accepted.Clear();

    public Task<PaymentFacts> ReadAsync(PaymentId payment, CancellationToken cancellation) =>
        Task.FromResult(new PaymentFacts(_accepted.TryGetValue(payment, out var accepted) ? [accepted] : []));

    public Task<Entry> AcceptAsync(Accepted accepted, CancellationToken cancellation)
    {
        var isNew = _accepted.TryAdd(accepted.Id, accepted);
        var standing = _accepted[accepted.Id];

        return Task.FromResult<Entry>(
            standing.Fingerprint == accepted.Fingerprint ? new Entry.Stands(standing, isNew) : new Entry.Refused(standing.Guard));
    }

    public Task AddAsync(Fact fact, CancellationToken cancellation) => Task.CompletedTask;

    public Task<Epoch> CurrentEpochAsync(CancellationToken cancellation) => Task.FromResult(Epoch.First);

    public Task<bool> BeginAsync(Epoch epoch, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<IReadOnlyCollection<Accepted>> AcceptedAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyCollection<Accepted>>([.. _accepted.Values.Where(accepted => accepted.At >= from && accepted.At < until)]);
}
