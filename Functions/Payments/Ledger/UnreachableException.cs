namespace PaymentDr.Payments;

/// <summary>A ledger or the books did not answer in time, or could not. What was asked of them may have happened, or may happen yet.</summary>
public sealed class UnreachableException : Exception
{
    public UnreachableException()
    {
    }

    public UnreachableException(string message)
        : base(message)
    {
    }

    public UnreachableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
