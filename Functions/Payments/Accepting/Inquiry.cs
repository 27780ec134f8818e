namespace PaymentDr.Payments;

/// <summary>Finds a payment by its id. "Unknown" is an answer only when both sites were asked.</summary>
public sealed class Inquiry(ILedger local, ILedger peer)
{
    public async Task<InquiryOutcome> FindAsync(PaymentId payment, string merchant, CancellationToken cancellation)
    {
        try
        {
            var facts = await local.ReadAsync(payment, cancellation);
            if (facts.IsEmpty)
            {
                facts = await peer.ReadAsync(payment, cancellation);
            }

            if (facts.IsEmpty)
            {
                return new InquiryOutcome.NotFound();
            }

            // To another merchant it does not exist.
            var rightful = facts.Rightful();
            return rightful.Payment.Merchant == merchant
                ? new InquiryOutcome.Found(rightful, facts.StandingOf(rightful.Fingerprint))
                : new InquiryOutcome.NotFound();
        }
        catch (UnreachableException)
        {
            return new InquiryOutcome.Unknown();
        }
    }
}
