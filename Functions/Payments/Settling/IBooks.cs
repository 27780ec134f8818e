namespace PaymentDr.Payments;

/// <summary>
/// The books of one site: at most one row per payment, and its postings. Only the books of the writer's site can be used; all else
/// is an <see cref="UnreachableException"/>, after which the call may have taken effect.
/// </summary>
public interface IBooks
{
    /// <summary>
    /// In one transaction: refuses another reign than its own; returns the row that stands; or judges the accounts and enters a row,
    /// with its postings when it is settled. An outcome that was announced before is entered as it was, whatever the accounts say today.
    /// </summary>
    Task<Booking> EnterAsync(Accepted accepted, Epoch epoch, Outcome? announced, CancellationToken cancellation);

    Task<IReadOnlyCollection<BookRow>> FindAsync(IReadOnlyCollection<PaymentId> payments, CancellationToken cancellation);

    /// <summary>The rows of what was accepted from one time until before another.</summary>
    Task<IReadOnlyCollection<BookRow>> EnteredAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation);

    /// <summary>Sums by currency of the postings of what was accepted from one time until before another: all of them are more every year.</summary>
    Task<IReadOnlyCollection<Balance>> BalancesAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation);

    Task<Epoch> EpochAsync(CancellationToken cancellation);

    /// <summary>From here on only this reign may enter anything. Never lowers it.</summary>
    Task RaiseAsync(Epoch epoch, CancellationToken cancellation);
}

/// <summary>Debits and credits of one currency, in minor units. They are equal, or something is broken.</summary>
public sealed record Balance(string Currency, decimal Debits, decimal Credits);

/// <summary>What the books made of a request to enter a payment.</summary>
public abstract record Booking
{
    private Booking()
    {
    }

    /// <summary>The row that stands for the payment, from this call or from before.</summary>
    public sealed record Entered(BookRow Row) : Booking;

    /// <summary>Nothing was done: the books belong to another reign.</summary>
    public sealed record OtherEpoch(Epoch Epoch) : Booking;
}
