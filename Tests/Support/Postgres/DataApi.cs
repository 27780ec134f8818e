using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Npgsql;

namespace PaymentDr.Tests.Postgres;

/// <summary>Answers as the RDS Data API does, from PostgreSQL servers.</summary>
internal sealed class DataApi : IAsyncDisposable
{
    private const int LargestAnswer = 1024 * 1024;

    /// <summary>How long a server may take to end a statement; one that is frozen does not.</summary>
    private static readonly TimeSpan LongestEnding = TimeSpan.FromSeconds(1);

    /// <summary>What the Data API has and this has not must not go unseen.</summary>
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly LoopbackHttp _http;
    private readonly ConcurrentQueue<string> _statements = new();
    private readonly ConcurrentBag<Task> _work = [];
    private readonly DataApiTransactions _transactions = new();
    private readonly DataApiClusters _clusters;
    private readonly TimeSpan _longestCall;

    /// <param name="secrets">Who logs in with a secret; null where there is no such secret.</param>
    /// <param name="longestCall">As AWS's when it is not said: 45 seconds.</param>
    public DataApi(Func<string, Task<(string User, string Password)?>> secrets, TimeSpan? longestCall = null)
    {
        _clusters = new DataApiClusters(secrets);
        _longestCall = longestCall ?? TimeSpan.FromSeconds(45);
        _http = new LoopbackHttp(AnswerAsync);
    }

    public string Endpoint => _http.Endpoint;

    /// <summary>The SQL of every call that had some, also of the refused ones.</summary>
    public IReadOnlyCollection<string> Statements => _statements;

    /// <summary>Says which server a cluster is, from the next call on.</summary>
    public void AddCluster(string resourceArn, PostgresServer server) => _clusters.Set(resourceArn, server);

    /// <summary>Ends the calls that still run, and rolls back what was not committed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _http.DisposeAsync();
        await Task.WhenAll(_work).WaitAsync(LongestEnding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _transactions.DisposeAsync();
        await _clusters.DisposeAsync();
    }

    private async Task AnswerAsync(HttpListenerContext context, CancellationToken stop)
    {
        var (status, errorType, body) = await OutcomeAsync(context.Request, stop);
        context.Response.ContentType = "application/json";
        if (errorType is not null)
        {
            context.Response.Headers["x-amzn-ErrorType"] = errorType;
        }

        await LoopbackHttp.SendAsync(context.Response, status, body);
    }

    private async Task<(int Status, string? ErrorType, byte[] Body)> OutcomeAsync(HttpListenerRequest request, CancellationToken stop)
    {
        try
        {
            var call = await JsonSerializer.DeserializeAsync<DataApiCall>(request.InputStream, Strict, stop);
            var body = JsonSerializer.SerializeToUtf8Bytes(await LimitedAsync(request.Url!.AbsolutePath, call!, stop));
            return body.Length <= LargestAnswer
                ? (200, null, body)
                : throw DataApiRefusal.BadRequest("Database returned more than the allowed response size limit");
        }
        catch (Exception exception) when (Refusal(exception, stop) is { } refusal)
        {
            return (refusal.Status, refusal.Type, JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["message"] = refusal.Message }));
        }
    }

    private static DataApiRefusal? Refusal(Exception exception, CancellationToken stop) => exception switch
    {
        DataApiRefusal refusal => refusal,
        NpgsqlException error => DataApiRefusal.Of(error),
        JsonException error => new("ValidationException", 400, error.Message),
        TimeoutException => new("StatementTimeoutException", 400, "Request timed out"),
        OperationCanceledException when !stop.IsCancellationRequested => new("StatementTimeoutException", 400, "Request timed out"),
        _ when !stop.IsCancellationRequested => new("InternalServerErrorException", 500, exception.ToString()),
        _ => null,
    };

    /// <summary>At the limit a call is answered once its statement has ended, or goes on unseen if it asked for that.</summary>
    private async Task<JsonObject> LimitedAsync(string path, DataApiCall call, CancellationToken stop)
    {
        var work = EndedAsync(path, call, call.ContinueAfterTimeout ? Timeout.InfiniteTimeSpan : _longestCall, stop);
        _work.Add(work);
        return await work.WaitAsync(call.ContinueAfterTimeout ? _longestCall : _longestCall + LongestEnding, stop);
    }

    private async Task<JsonObject> EndedAsync(string path, DataApiCall call, TimeSpan limit, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        end.CancelAfter(limit);
        return await OperateAsync(path, call, end.Token);
    }

    private Task<JsonObject> OperateAsync(string path, DataApiCall call, CancellationToken end) => path switch
    {
        "/Execute" => ExecuteAsync(call, end),
        "/BeginTransaction" => BeginAsync(call, end),
        "/CommitTransaction" => EndAsync(call, "commit", "Transaction Committed", end),
        "/RollbackTransaction" => EndAsync(call, "rollback", "Rollback Complete", end),
        _ => throw new DataApiRefusal("UnknownOperationException", 404, $"{path} is no operation of this."),
    };

    private async Task<JsonObject> ExecuteAsync(DataApiCall call, CancellationToken end)
    {
        _statements.Enqueue(call.Sql ?? "");
        if (call.TransactionId is { } id)
        {
            _clusters.Find(call.ResourceArn);
            return await _transactions.UseAsync(id, transaction => DataApiStatement.RunAsync(transaction, call, end));
        }

        await using var connection = await _clusters.OpenAsync(call, end);
        return await DataApiStatement.RunAsync(connection, call, end);
    }

    private async Task<JsonObject> BeginAsync(DataApiCall call, CancellationToken end) =>
        new() { ["transactionId"] = await _transactions.BeginAsync(await _clusters.OpenAsync(call, end), end) };

    private async Task<JsonObject> EndAsync(DataApiCall call, string word, string status, CancellationToken end)
    {
        _clusters.Find(call.ResourceArn);
        await _transactions.EndAsync(call.TransactionId, word, end);
        return new JsonObject { ["transactionStatus"] = status };
    }
}
