using System.Text.Json.Serialization;

namespace PaymentDr.Aws;

/// <summary>A value of a statement or of an answer: one of these is set. Named as in AWSSDK.RDSDataService.</summary>
public sealed record Field
{
    public string? StringValue { get; init; }

    public long? LongValue { get; init; }

    public bool? BooleanValue { get; init; }

    public double? DoubleValue { get; init; }

    public bool? IsNull { get; init; }

    public static Field Of(string? text) => text is null ? new Field { IsNull = true } : new Field { StringValue = text };

    public static Field Of(long number) => new() { LongValue = number };
}

/// <summary>A value for a name in a statement.</summary>
public sealed record SqlParameter(string Name, Field Value);

/// <summary>One statement.</summary>
public sealed record ExecuteStatementRequest
{
    public required string ResourceArn { get; init; }

    public required string SecretArn { get; init; }

    public required string Database { get; init; }

    public required string Sql { get; init; }

    public IReadOnlyList<SqlParameter> Parameters { get; init; } = [];

    /// <summary>Null for a transaction of its own.</summary>
    public string? TransactionId { get; init; }
}

/// <summary>What a statement brought.</summary>
public sealed record ExecuteStatementResponse
{
    public IReadOnlyList<IReadOnlyList<Field>> Records { get; init; } = [];

    public long NumberOfRecordsUpdated { get; init; }
}

/// <summary>Begins, commits or rolls back.</summary>
public sealed record TransactionRequest
{
    public required string ResourceArn { get; init; }

    public required string SecretArn { get; init; }

    /// <summary>Where one begins.</summary>
    public string? Database { get; init; }

    /// <summary>Where one ends.</summary>
    public string? TransactionId { get; init; }
}

/// <summary>The transaction that has begun, or how it ended.</summary>
public sealed record TransactionResponse(string? TransactionId);

/// <summary>The Data API's messages on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExecuteStatementRequest))]
[JsonSerializable(typeof(ExecuteStatementResponse))]
[JsonSerializable(typeof(TransactionRequest))]
[JsonSerializable(typeof(TransactionResponse))]
internal sealed partial class DataApiJson : JsonSerializerContext;
