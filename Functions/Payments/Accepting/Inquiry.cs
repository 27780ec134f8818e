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

            // To another merchant it does not exist.
            return facts.IsEmpty || facts.Rightful().Payment.Merchant != merchant ? new InquiryOutcome.NotFound() : Found(facts);
        }
        catch (UnreachableException)
        {
            return new InquiryOutcome.Unknown();
        }
    }

    private static InquiryOutcome.Found Found(PaymentFacts facts)
    {
        var rightful = facts.Rightful();
        return new InquiryOutcome.Found(rightful, facts.StandingOf(rightful.Fingerprint));
    }
}
