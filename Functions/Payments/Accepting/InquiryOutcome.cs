namespace PaymentDr.Payments;

/// <summary>What is known of a payment.</summary>
public abstract record InquiryOutcome
{
    private InquiryOutcome()
    {
    }

    /// <summary>The request that the books hold or should hold.</summary>
    public sealed record Found(Accepted Accepted, Standing Standing) : InquiryOutcome;

    public sealed record NotFound : InquiryOutcome;

    /// <summary>The site that might know cannot be asked.</summary>
    public sealed record Unknown : InquiryOutcome;
}
