using System.Collections.Concurrent;
using System.Data;
using Npgsql;

namespace PaymentDr.Tests.Postgres;

/// <summary>The open transactions, each a connection of its own.</summary>
internal sealed class DataApiTransactions : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, NpgsqlConnection> _open = new();

    /// <summary>Begins one, and gives it its name.</summary>
    public async Task<string> BeginAsync(NpgsqlConnection connection, CancellationToken end)
    {
        try
        {
            await SayAsync("begin", connection, end);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        var id = Guid.NewGuid().ToString("N");
        _open[id] = connection;
        return id;
    }

    /// <summary>Runs a statement in one. Whoever takes it out has it alone, until it is put back.</summary>
    public async Task<T> UseAsync<T>(string id, Func<NpgsqlConnection, Task<T>> use)
    {
        var connection = Take(id);
        try
        {
            return await use(connection);
        }
        finally
        {
            if (connection.State == ConnectionState.Open)
            {
                _open[id] = connection;
            }
            else
            {
                await connection.DisposeAsync();
            }
        }
    }

    public async Task EndAsync(string? id, string word, CancellationToken end)
    {
        await using var connection = Take(id);
        await SayAsync(word, connection, end);
    }

    /// <summary>A connection that goes back to its pool is rolled back first.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _open.Values)
        {
            await connection.DisposeAsync();
        }
    }

    private static async Task SayAsync(string word, NpgsqlConnection connection, CancellationToken end)
    {
        await using var command = new NpgsqlCommand(word, connection);
        await command.ExecuteNonQueryAsync(end);
    }

    private NpgsqlConnection Take(string? id) => _open.TryRemove(id ?? "", out var connection)
        ? connection
        : throw new DataApiRefusal("TransactionNotFoundException", 404, $"Transaction {id} is not found, or is still running a query.");
}
