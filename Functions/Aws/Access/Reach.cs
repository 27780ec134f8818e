using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using PaymentDr.Payments;

namespace PaymentDr.Aws;

/// <summary>Calls something that may not answer, within a budget for each try.</summary>
/// <param name="What">For the message of what could not be reached.</param>
public sealed record Reach(string What, TimeSpan Budget, int Tries)
{
    /// <summary>With pauses that add up to less than a second.</summary>
    private const int TriesWhenBusy = 5;

    private static readonly string[] Busy =
        ["TransactionConflict", "TransactionInProgress", "ThrottlingError", "Throttling", "ProvisionedThroughputExceeded", "RequestLimitExceeded"];

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
                var isBusy = IsBusy(exception);
                if (attempt >= (isBusy ? Math.Max(Tries, TriesWhenBusy) : Tries))
                {
                    throw new UnreachableException($"{What}: {Describe(exception)}", exception) { IsBusy = isBusy };
                }

                if (isBusy)
                {
                    // Of different lengths, or those who met would meet again.
                    await Task.Delay(Random.Shared.Next(20, 60) * attempt, cancellation);
                }
            }
        }
    }

    /// <summary>The SDK tells its own timeouts by two different types.</summary>
    private static bool IsUnreachable(Exception exception) => exception is
        AmazonServiceException or AmazonClientException or HttpRequestException or IOException or OperationCanceledException or TimeoutException;

    /// <summary>Transactions that met, or more than it takes at once.</summary>
    private static bool IsBusy(Exception exception) => exception switch
    {
        TransactionCanceledException refusal => refusal.CancellationReasons?.Any(reason => Busy.Contains(reason.Code)) is true,
        AmazonServiceException refusal => Busy.Any(code => refusal.ErrorCode == $"{code}Exception"),
        _ => false,
    };

    private static string Describe(Exception exception) => exception switch
    {
        // Of the SDK's own clients, which pass on a service's words.
        AmazonServiceException { ErrorCode.Length: > 0 } refusal when refusal.GetType() != typeof(AmazonServiceException) =>
            Refusal.Describe(refusal.ErrorCode, (int)refusal.StatusCode, refusal.Message),
        OperationCanceledException => "no answer in time",
        _ => exception.Message,
    };
}
