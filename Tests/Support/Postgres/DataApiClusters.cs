using System.Collections.Concurrent;
using Npgsql;

namespace PaymentDr.Tests.Postgres;

/// <summary>The way from the ARNs of a call to a connection, logged in as the secret says.</summary>
internal sealed class DataApiClusters(Func<string, Task<(string User, string Password)?>> secrets) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, PostgresServer> _servers = new();
    private readonly ConcurrentDictionary<string, NpgsqlDataSource> _sources = new();

    public void Set(string resourceArn, PostgresServer server) => _servers[resourceArn] = server;

    public PostgresServer Find(string? resourceArn) =>
        _servers.GetValueOrDefault(resourceArn ?? "") ?? throw DataApiRefusal.BadRequest($"DB cluster {resourceArn} is not found.");

    /// <summary>A connection that may write.</summary>
    public async Task<NpgsqlConnection> OpenAsync(DataApiCall call, CancellationToken end)
    {
        var server = Find(call.ResourceArn);
        if (await secrets(call.SecretArn ?? "") is not var (user, password))
        {
            throw new DataApiRefusal("SecretsErrorException", 400, $"The secret {call.SecretArn} can't be read.");
        }

        var source = _sources.GetOrAdd(Text(server.Port, user, password, call.Database), NpgsqlDataSource.Create);
        try
        {
            return await OpenAsync(source, end);
        }
        catch (NpgsqlException exception) when (exception.IsTransient)
        {
            // What lay in the pool may be of before a crash.
            source.Clear();
            return await OpenAsync(source, end);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in _sources.Values)
        {
            await source.DisposeAsync();
        }
    }

    private static async Task<NpgsqlConnection> OpenAsync(NpgsqlDataSource source, CancellationToken end)
    {
        var connection = await source.OpenConnectionAsync(end);
        try
        {
            await using var question = new NpgsqlCommand("select pg_is_in_recovery()", connection);
            return await question.ExecuteScalarAsync(end) is false
                ? connection
                : throw new DataApiRefusal("InvalidResourceStateException", 400, "The DB cluster has no writer instance.");
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>No statement has a limit of its own: the Data API's ends every call.</summary>
    private static string Text(int port, string user, string password, string? database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = user,
        Password = password,
        Database = database ?? "postgres",
        Timeout = 45,
        CommandTimeout = 0,
        MaxPoolSize = 25,
        Timezone = "UTC",
        IncludeErrorDetail = true,
    }.ConnectionString;
}
