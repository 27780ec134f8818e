using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace PaymentDr.Runtime;

/// <summary>The event of an invocation.</summary>
public static class Payload
{
    /// <exception cref="JsonException">It is none of this kind.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> payload, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            // The reader looks at text only when it is asked for, and then throws something else.
            return Utf8.IsValid(payload.Span) && JsonSerializer.Deserialize(payload.Span, type) is { } read ? read : throw new JsonException($"The event is no {typeof(T).Name}.");
        }
        catch (JsonException exception) when (exception.LineNumber is not null)
        {
            // The reader's own message quotes what it found, and names of what it found; anything may stand there.
            throw new JsonException($"The event is no {typeof(T).Name}: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.");
        }
    }
}
