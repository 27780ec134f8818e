namespace PaymentDr.Payments;

/// <summary>What the books hold of a payment: settled, unless a reason says that it was rejected.</summary>
/// <param name="Accepted">The whole request, so that the books can give back to the ledger what only they still know.</param>
public sealed record BookRow(Accepted Accepted, RejectionReason? Rejection)
{
    /// <summary>What this row means for a request under its key.</summary>
    public Outcome OutcomeOf(Accepted accepted, Epoch epoch) =>
        accepted.Fingerprint != Accepted.Fingerprint ? new Disputed(accepted.Id, accepted.Fingerprint, epoch)
        : Rejection is { } reason ? new Rejected(accepted.Id, accepted.Fingerprint, epoch, reason)
        : new Settled(accepted.Id, accepted.Fingerprint, epoch);
}
