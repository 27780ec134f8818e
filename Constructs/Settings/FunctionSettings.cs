using PaymentDr.Payments;

namespace PaymentDr;

/// <summary>The functions, in both regions alike.</summary>
/// <param name="ConcurrencyQuota">How many functions the account may run at once in each region.</param>
/// <param name="Validate">How many payments and health checks may be answered at once.</param>
/// <param name="Authorize">How many keys may be looked up at once.</param>
/// <param name="Process">How many batches may be settled at once.</param>
public sealed record FunctionSettings(CpuArchitecture Architecture, int ConcurrencyQuota, int Validate, int Authorize, int Process)
{
    /// <summary>What AWS demands to be left for functions without a reservation.</summary>
    public const int Unreserved = 100;

    /// <summary>Each does one thing at a time: a second one would find nothing to do. One more, so that one that hangs does not stop the next.</summary>
    public const int PerSchedule = 2;

    /// <summary>
    /// Of requests for health, which must be answered while all others wait for a region that is gone: or the one that is left would look ill as well.
    /// </summary>
    public const int Health = 50;

    /// <summary>Reconciliation has two schedules, and workflows that must not wait for them.</summary>
    public const int Reconcile = 4;

    /// <summary>In the region that has more of them.</summary>
    private const int Scheduled = 9;

    /// <summary>Of all functions of a region.</summary>
    public int Reserved => Validate + Authorize + Process + Health + Reconcile + (Scheduled * PerSchedule);
}

/// <summary>How the two regions' ledgers depend on each other.</summary>
/// <param name="PeerBudgetMilliseconds">How long each of two tries may wait for the other region.</param>
public sealed record LedgerSettings(PeerLossPolicy OnPeerLoss, int PeerBudgetMilliseconds);
