using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PaymentDr.Aws;

/// <summary>SQL over HTTP: no connection to keep, and none that leads to a database which is no longer the writer.</summary>
public sealed class DataApiClient(AwsClient client)
{
    /// <summary>Every call ends by then, at the service's side too.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(45);

    /// <summary>Nothing is repeated: whoever asks knows whether his statement can be.</summary>
    public static DataApiClient In(AwsRegion region) => new(region.Service("rds-data", timeout: Limit, retries: 0));

    public Task<ExecuteStatementResponse> ExecuteStatementAsync(ExecuteStatementRequest request, CancellationToken cancellation) =>
        CallAsync("/Execute", request, DataApiJson.Default.ExecuteStatementRequest, DataApiJson.Default.ExecuteStatementResponse, cancellation);

    public async Task<string> BeginTransactionAsync(TransactionRequest request, CancellationToken cancellation) =>
        (await CallAsync("/BeginTransaction", request, cancellation)).TransactionId
        ?? throw new InvalidDataException("The Data API began a transaction without an id.");

    public Task CommitTransactionAsync(TransactionRequest request, CancellationToken cancellation) => CallAsync("/CommitTransaction", request, cancellation);

    public Task RollbackTransactionAsync(TransactionRequest request, CancellationToken cancellation) => CallAsync("/RollbackTransaction", request, cancellation);

    private Task<TransactionResponse> CallAsync(string path, TransactionRequest request, CancellationToken cancellation) =>
        CallAsync(path, request, DataApiJson.Default.TransactionRequest, DataApiJson.Default.TransactionResponse, cancellation);

    private async Task<TResponse> CallAsync<TRequest, TResponse>(
        string path, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TResponse> responseType, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(request, requestType);
        var answer = await client.CallAsync(AwsRequest.Rest(path, body), cancellation);

        try
        {
            return JsonSerializer.Deserialize(answer, responseType) ?? throw AnswerBody.Unreadable(path);
        }
        catch (JsonException)
        {
            throw AnswerBody.Unreadable(path);
        }
    }
}
