namespace PaymentDr.Aws;

/// <summary>One database as one user sees it.</summary>
public sealed class Database(DataApiClient api, string clusterArn, string secretArn, string name)
{
    /// <summary>One statement is one transaction: no call can leave another half-done, and nothing stays locked when its caller dies.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<Field>>> ExecuteAsync(
        string sql, IReadOnlyList<SqlParameter> parameters, CancellationToken cancellation, string? transaction = null)
    {
        var request = new ExecuteStatementRequest
        {
            ResourceArn = clusterArn,
            SecretArn = secretArn,
            Database = name,
            Sql = sql,
            Parameters = parameters,
            TransactionId = transaction,
        };

        return (await api.ExecuteStatementAsync(request, cancellation)).Records;
    }

    /// <summary>All statements of <paramref name="work"/>, which is given the transaction, or none.</summary>
    public async Task TransactAsync(Func<string, Task> work, CancellationToken cancellation)
    {
        var transaction = await api.BeginTransactionAsync(new TransactionRequest { ResourceArn = clusterArn, SecretArn = secretArn, Database = name }, cancellation);
        var end = new TransactionRequest { ResourceArn = clusterArn, SecretArn = secretArn, TransactionId = transaction };
        try
        {
            await work(transaction);
        }
        catch
        {
            await api.RollbackTransactionAsync(end, CancellationToken.None);
            throw;
        }

        await api.CommitTransactionAsync(end, cancellation);
    }
}
