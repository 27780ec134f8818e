using PaymentDr.Payments;

namespace PaymentDr.Tests.Functions;

/// <summary>Books that know every account, for tests that ask only what gets as far as them.</summary>
internal sealed class MemoryBooks : IBooks
{
    private readonly Dictionary<PaymentId, BookRow> _rows = [];

    public IReadOnlyCollection<BookRow> Rows => _rows.Values;

    public bool CannotBalance { get; set; }

    /// <summary>Of an account that they do not know after all.</summary>
    public PaymentId? Refused { get; set; }

    /// <summary>Fails where it is entered.</summary>
    public PaymentId? Unenterable { get; set; }

    public Task<Booking> EnterAsync(Accepted accepted, Epoch epoch, Outcome? announced, CancellationToken cancellation)
    {
        if (accepted.Id == Unenterable)
        {
            throw new InvalidOperationException("no such account");
        }

        _rows.TryAdd(accepted.Id, new BookRow(accepted, accepted.Id == Refused ? RejectionReason.UnknownAccount : (announced as Rejected)?.Reason));
        return Task.FromResult<Booking>(new Booking.Entered(_rows[accepted.Id]));
    }

    public Task<IReadOnlyCollection<BookRow>> FindAsync(IReadOnlyCollection<PaymentId> payments, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyCollection<BookRow>>([.. _rows.Values.Where(row => payments.Contains(row.Accepted.Id))]);

    public Task<IReadOnlyCollection<BookRow>> EnteredAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyCollection<BookRow>>([.. _rows.Values.Where(row => row.Accepted.At >= from && row.Accepted.At < until)]);

    public Task<IReadOnlyCollection<Balance>> BalancesAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation) =>
        CannotBalance ? throw new IOException("gone") : Task.FromResult<IReadOnlyCollection<Balance>>([]);

    public Task<Epoch> EpochAsync(CancellationToken cancellation) => Task.FromResult(Epoch.First);

    public Task RaiseAsync(Epoch epoch, CancellationToken cancellation) => throw new NotSupportedException();
}
