namespace PaymentDr.Payments;

/// <summary>What became of a request, for whoever listens.</summary>
/// <param name="Epoch">The reign under which the books said it.</param>
public sealed record PaymentNews(Accepted Accepted, PaymentState State, Epoch Epoch)
{
    /// <summary>The same each time it is told, whoever tells it, and in whichever reign: listeners drop what they have heard.</summary>
    public string Id => $"{Accepted.Id}/{Accepted.Fingerprint}/{State}";
}
