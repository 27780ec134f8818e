using System.Text.Json;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Jsii.Fast;

/// <summary>From the wire to .NET: text directly, everything else by the stock converter.</summary>
internal static class ValueReader
{
    public static T Read<T>(KernelConnection connection, ValueFacts facts, JsonDocument ok, ReadOnlySpan<byte> field)
    {
        if (!ok.RootElement.GetProperty("ok"u8).TryGetProperty(field, out var value) || value.ValueKind is JsonValueKind.Null)
        {
            return Convert<T>(connection, facts, null);
        }

        if (facts.IsText && value.ValueKind is JsonValueKind.String && typeof(T) == typeof(string) && TryGetText(value, out var text))
        {
            return (T)(object)text;
        }

        using var reader = new JsonTextReader(new StringReader(value.GetRawText())) { DateParseHandling = DateParseHandling.None };
        var token = JToken.ReadFrom(reader);
        return Convert<T>(connection, facts, token is JValue scalar ? scalar.Value : token);
    }

    public static T Convert<T>(KernelConnection connection, ValueFacts facts, object? value) =>
        RuntimeInternals.TryConvert(connection.Converter, facts.ValueType, typeof(T), connection.References, value, out var result)
            ? (T)result!
            : throw facts.CannotConvert(value);

    /// <summary>Not when half a surrogate pair stands in it, which .NET's reader refuses and Newtonsoft's passes on.</summary>
    private static bool TryGetText(JsonElement value, out string text)
    {
        try
        {
            text = value.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = "";
            return false;
        }
    }
}
