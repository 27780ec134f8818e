namespace PaymentDr.Payments;

/// <summary>A ledger or the books did not answer in time, or could not. What was asked of them may have happened, or may happen yet.</summary>
public sealed class UnreachableException : Exception
{
    /// <summary>It did answer: that it is busy with the same. Whoever went elsewhere instead would pass by what may stand there a moment later.</summary>
    public bool IsBusy { get; init; }

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
