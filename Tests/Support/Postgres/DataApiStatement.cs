using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;

namespace PaymentDr.Tests.Postgres;

/// <summary>One statement, with its values as the Data API passes them to PostgreSQL and back.</summary>
internal static partial class DataApiStatement
{
    public static async Task<JsonObject> RunAsync(NpgsqlConnection connection, DataApiCall call, CancellationToken end)
    {
        var sql = call.Sql ?? throw new DataApiRefusal("ValidationException", 400, "sql is missing.");
        if (QuotedOrComment().Replace(sql, " ").Trim().TrimEnd(';').Contains(';', StringComparison.Ordinal))
        {
            throw new DataApiRefusal("ValidationException", 400, "Multistatements aren't supported.");
        }

        // As text: the Data API returns most types as PostgreSQL prints them.
        await using var command = new NpgsqlCommand(sql, connection) { AllResultTypesAreUnknown = true };
        foreach (var parameter in call.Parameters ?? [])
        {
            command.Parameters.Add(Parameter(parameter));
        }

        await using var reader = await command.ExecuteReaderAsync(end);
        var columns = Enumerable.Range(0, reader.FieldCount).Select(i => (Name: reader.GetName(i), Type: reader.GetDataTypeName(i))).ToArray();
        var records = new JsonArray();
        while (await reader.ReadAsync(end))
        {
            records.Add(new JsonArray([.. columns.Select((column, i) =>
                reader.IsDBNull(i) ? Value("isNull", true) : Field(column.Type, reader.GetString(i)))]));
        }

        if (columns.Length == 0)
        {
            return new JsonObject { ["numberOfRecordsUpdated"] = Math.Max(reader.RecordsAffected, 0) };
        }

        // With RETURNING, too, the driver that AWS uses counts rows only where there is nothing to read.
        var answer = new JsonObject { ["numberOfRecordsUpdated"] = 0, ["records"] = records };
        if (call.IncludeResultMetadata)
        {
            answer["columnMetadata"] = new JsonArray([.. columns.Select(Metadata)]);
        }

        return answer;
    }

    /// <summary>A string is a varchar, which PostgreSQL compares with nothing else without a cast; a hint makes it something else.</summary>
    private static NpgsqlParameter Parameter(DataApiParameter parameter)
    {
        try
        {
            var (kind, value) = parameter.Value.Single();
            return (kind, parameter.TypeHint) switch
            {
                ("isNull", _) => new(parameter.Name, DBNull.Value),
                ("longValue", _) => Typed(NpgsqlDbType.Bigint, value!.GetValue<long>()),
                ("booleanValue", _) => Typed(NpgsqlDbType.Boolean, value!.GetValue<bool>()),
                ("doubleValue", _) => Typed(NpgsqlDbType.Double, value!.GetValue<double>()),
                ("stringValue", null) => Typed(NpgsqlDbType.Varchar, value!.GetValue<string>()),
                ("stringValue", "JSON") => Typed(NpgsqlDbType.Json, value!.GetValue<string>()),
                ("stringValue", "UUID") => Typed(NpgsqlDbType.Uuid, Guid.Parse(value!.GetValue<string>())),
                ("stringValue", "DECIMAL") => Typed(NpgsqlDbType.Numeric, decimal.Parse(value!.GetValue<string>(), CultureInfo.InvariantCulture)),
                ("stringValue", "DATE") => Typed(NpgsqlDbType.Date, DateOnly.Parse(value!.GetValue<string>(), CultureInfo.InvariantCulture)),
                ("stringValue", "TIME") => Typed(NpgsqlDbType.Time, TimeOnly.Parse(value!.GetValue<string>(), CultureInfo.InvariantCulture)),
                ("stringValue", "TIMESTAMP") => Typed(NpgsqlDbType.Timestamp, DateTime.ParseExact(
                    value!.GetValue<string>(), "yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture)),
                _ => throw DataApiRefusal.BadRequest($"Parameter {parameter.Name} is of an unsupported type: {kind} {parameter.TypeHint}"),
            };
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or InvalidOperationException)
        {
            throw DataApiRefusal.BadRequest($"Parameter {parameter.Name} is not a {parameter.TypeHint ?? "value"}.");
        }

        NpgsqlParameter Typed(NpgsqlDbType type, object typed) => new(parameter.Name, type) { Value = typed };
    }

    /// <param name="type">As PostgreSQL names it.</param>
    private static JsonObject Field(string type, string text) => type switch
    {
        "smallint" or "integer" or "bigint" => Value("longValue", long.Parse(text, CultureInfo.InvariantCulture)),
        "boolean" => Value("booleanValue", text == "t"),
        "real" or "double precision" => Value("doubleValue", double.Parse(text, CultureInfo.InvariantCulture)),
        _ when type == "bytea" || type.EndsWith("[]", StringComparison.Ordinal) =>
            throw new DataApiRefusal("UnsupportedResultException", 400, $"The result contains the unsupported data type {type}."),
        // The session is in UTC, and the Data API leaves that out.
        _ when type.StartsWith("timestamp", StringComparison.Ordinal) => Value("stringValue", text.Replace("+00", "", StringComparison.Ordinal)),
        _ => Value("stringValue", text),
    };

    private static JsonObject Value(string kind, JsonNode value) => new() { [kind] = value };

    private static JsonObject Metadata((string Name, string Type) column) =>
        new() { ["name"] = column.Name, ["label"] = column.Name, ["typeName"] = column.Type };

    [GeneratedRegex("""[eE]'(?:[^'\\]|\\.|'')*'|'[^']*'|"[^"]*"|--[^\n]*|/\*.*?\*/|(\$\w*\$).*?\1""", RegexOptions.Singleline)]
    private static partial Regex QuotedOrComment();
}
