namespace PaymentDr.Payments;

/// <summary>Where a request stands, with all that a caller may know of it.</summary>
/// <param name="InDoubt">Several requests stand under its key and the books have not spoken.</param>
public sealed record Standing(PaymentState State, RejectionReason? Rejection = null, bool InDoubt = false);
