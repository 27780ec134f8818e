using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Postgres;

/// <summary>What any call to the Data API may say.</summary>
internal sealed record DataApiCall(
    string? ResourceArn,
    string? SecretArn,
    string? Database,
    string? Sql,
    IReadOnlyList<DataApiParameter>? Parameters,
    string? TransactionId,
    bool IncludeResultMetadata,
    bool ContinueAfterTimeout);

/// <summary>A parameter of a statement.</summary>
/// <param name="Value">One member, named by its type: {"stringValue": ".."}.</param>
internal sealed record DataApiParameter(string Name, JsonObject Value, string? TypeHint);
