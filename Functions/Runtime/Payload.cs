using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace PaymentDr.Runtime;

/// <summary>The event of an invocation.</summary>
public static class Payload
{
    /// <exception cref="JsonException">It is none of this kind.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> payload, JsonTypeInfo<T> type)
        where T : class =>
        // The reader looks at text only when it is asked for, and then throws something else.
        Utf8.IsValid(payload.Span) && JsonSerializer.Deserialize(payload.Span, type) is { } read ? read : throw new JsonException($"The event is no {typeof(T).Name}.");
}
