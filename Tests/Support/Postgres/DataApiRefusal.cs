using Npgsql;

namespace PaymentDr.Tests.Postgres;

/// <summary>An answer of the Data API that is an error.</summary>
internal sealed class DataApiRefusal(string type, int status, string message) : Exception(message)
{
    public string Type => type;

    public int Status => status;

    public static DataApiRefusal BadRequest(string message) => new("BadRequestException", 400, message);

    /// <summary>As what the Data API reports a shutdown, a failed login, an error of the statement, a lost connection.</summary>
    public static DataApiRefusal Of(NpgsqlException exception) => exception switch
    {
        PostgresException { SqlState: ['5', '7', 'P', ..] } => Unavailable(),
        PostgresException { SqlState: ['2', '8', ..] or ['3', 'D', ..] } login => BadRequest(Text(login)),
        PostgresException error => new("DatabaseErrorException", 400, Text(error)),
        _ => Unavailable(),
    };

    private static DataApiRefusal Unavailable() =>
        new("DatabaseUnavailableException", 504, "The writer instance in the DB cluster isn't available.");

    private static string Text(PostgresException error) =>
        $"{error.Severity}: {error.MessageText}{(error.Detail is { } detail ? $"\n  Detail: {detail}" : "")}; SQLState: {error.SqlState}";
}
