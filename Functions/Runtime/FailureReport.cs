using System.Text.Json;
using System.Text.Json.Serialization;

namespace PaymentDr.Runtime;

/// <summary>What the runtime API is told of a failure, and callers with it: without what must not be logged.</summary>
internal sealed record FailureReport(string ErrorType, string ErrorMessage, IReadOnlyList<string> StackTrace)
{
    public static FailureReport Of(Exception exception) => new(
        exception.GetType().Name,
        Redaction.Redact(exception.Message),
        exception.StackTrace?.Split('\n', StringSplitOptions.TrimEntries) ?? []);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, FailureJson.Default.FailureReport);
}

/// <summary>The shape of a failure on the wire.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FailureReport))]
internal sealed partial class FailureJson : JsonSerializerContext;
