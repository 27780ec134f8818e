using PaymentDr.Aws;
using PaymentDr.Payments;

namespace PaymentDr.Functions;

/// <summary>How far this region's books were behind, as Aurora publishes it here.</summary>
public sealed class BooksLag(CloudWatch metrics, string cluster)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>A decision waits no longer for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<IReadOnlyList<LagSample>> SamplesAsync(DateTimeOffset until, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            var samples = await metrics.HighestAsync(
                "AWS/RDS", "AuroraGlobalDBRPOLag", ("DBClusterIdentifier", cluster), until - Window, until, limit.Token);
            return [.. samples.Select(sample => new LagSample(sample.At, TimeSpan.FromMilliseconds(sample.Value)))];
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            // What is missing is no reason against a decision, and must not keep one from being taken.
            return [];
        }
    }
}
