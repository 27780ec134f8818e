using Amazon.Runtime;
using PaymentDr.Payments;

namespace PaymentDr.Aws;

/// <summary>Calls something that may not answer, within a budget for each try.</summary>
/// <param name="What">For the message of what could not be reached.</param>
public sealed record Reach(string What, TimeSpan Budget, int Tries)
{
    /// <summary>
    /// Whatever keeps a service from answering is one thing to the domain: a region that is being lost refuses signatures and permissions
    /// as well as connections.
    /// </summary>
    public async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var budget = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            budget.CancelAfter(Budget);
            try
            {
                return await call(budget.Token);
            }
            catch (Exception exception) when (!cancellation.IsCancellationRequested && IsUnreachable(exception))
            {
                if (attempt >= Tries)
                {
                    throw new UnreachableException($"{What}: {Describe(exception)}", exception);
                }
            }
        }
    }

    private static bool IsUnreachable(Exception exception) =>
        exception is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or OperationCanceledException;

    private static string Describe(Exception exception) => exception switch
    {
        // Of the SDK's own clients, which pass on a service's words.
        AmazonServiceException { ErrorCode.Length: > 0 } refusal when refusal.GetType() != typeof(AmazonServiceException) =>
            Refusal.Describe(refusal.ErrorCode, (int)refusal.StatusCode, refusal.Message),
        OperationCanceledException => "no answer in time",
        _ => exception.Message,
    };
}
