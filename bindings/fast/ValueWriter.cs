using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Amazon.JSII.Runtime.Deputy;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Jsii.Fast;

/// <summary>From .NET to the wire. By the value, where the stock converter goes by the declared type: the bytes of valid input mean the same.</summary>
internal static class ValueWriter
{
    private static readonly ConcurrentDictionary<Enum, string> EnumNames = new();
    private static readonly ConcurrentDictionary<Type, StructFacts> Structs = new();

    public static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(WellFormed(text));
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case short or ushort or int or uint or long or ulong or float or double:
                writer.WriteNumberValue(Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            case DateTime time:
                WriteWrapped(writer, "$jsii.date"u8, JsonConvert.ToString(time).Trim('"'));
                break;
            case Enum member:
                WriteWrapped(writer, "$jsii.enum"u8, EnumNames.GetOrAdd(member, NameOf));
                break;
            case DeputyBase deputy:
                WriteReference(writer, RuntimeInternals.Reference(deputy));
                break;
            case JToken json:
                writer.WriteRawValue(json.ToString(Formatting.None));
                break;
            case Array array:
                WriteArray(writer, array);
                break;
            case IDictionary<string, object?> map:
                WriteMap(writer, map);
                break;
            case IDictionary<string, string?> map:
                WriteMap(writer, map);
                break;
            default:
                WriteStructOrMap(writer, value);
                break;
        }
    }

    private static void WriteWrapped(Utf8JsonWriter writer, ReadOnlySpan<byte> kind, string text)
    {
        writer.WriteStartObject();
        writer.WriteString(kind, text);
        writer.WriteEndObject();
    }

    private static void WriteReference(Utf8JsonWriter writer, ByRefValue reference)
    {
        writer.WriteStartObject();
        writer.WriteString("$jsii.byref"u8, RuntimeInternals.Value(reference));
        writer.WriteStartArray("$jsii.interfaces"u8);
        foreach (var name in RuntimeInternals.Interfaces(reference))
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter writer, Array array)
    {
        writer.WriteStartArray();
        foreach (var element in array)
        {
            Write(writer, element);
        }

        writer.WriteEndArray();
    }

    private static void WriteMap<T>(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, T>> map)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("$jsii.map"u8);
        foreach (var (key, value) in map)
        {
            writer.WritePropertyName(WellFormed(key));
            Write(writer, value);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteStructOrMap(Utf8JsonWriter writer, object value)
    {
        var facts = Structs.GetOrAdd(value.GetType(), StructFacts.Read);
        if (facts.Name is not null)
        {
            writer.WriteStartObject();
            writer.WriteStartObject("$jsii.struct"u8);
            writer.WriteString("fqn"u8, facts.Name);
            writer.WriteStartObject("data"u8);
            foreach (var (name, property) in facts.Properties)
            {
                if (property.GetValue(value) is { } member)
                {
                    writer.WritePropertyName(name);
                    Write(writer, member);
                }
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        else if (value is IDictionary map && facts.IsMap)
        {
            WriteMap(writer, map.Cast<DictionaryEntry>().Select(entry => KeyValuePair.Create((string)entry.Key, entry.Value)));
        }
        else
        {
            throw new ArgumentException($"Could not convert argument '{value}' to Jsii", nameof(value));
        }
    }

    /// <summary>Half a surrogate pair goes out as the replacement character, as the stock runtime's encoder sends it.</summary>
    private static string WellFormed(string text) =>
        text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string NameOf(Enum member)
    {
        var type = member.GetType();
        var field = Enum.GetName(type, member) is { } name ? type.GetField(name) : null;
        var fqn = type.GetCustomAttribute<JsiiEnumAttribute>()?.FullyQualifiedName;
        return fqn is null || field is null
            ? throw new ArgumentException($"Could not convert argument '{member}' to Jsii", nameof(member))
            : $"{fqn}/{field.GetCustomAttribute<JsiiEnumMemberAttribute>()!.Name}";
    }

    /// <summary>A type that is passed by value: the name of a struct with its members, or a map by text.</summary>
    private sealed record StructFacts(string? Name, (JsonEncodedText Name, PropertyInfo Property)[] Properties, bool IsMap)
    {
        public static StructFacts Read(Type type) => new(
            type.GetCustomAttribute<JsiiByValueAttribute>()?.FullyQualifiedName,
            [
                .. from property in type.GetProperties()
                   let name = NameOf(property)
                   where name is not null
                   select (JsonEncodedText.Encode(name), property),
            ],
            type.GetInterfaces().Any(i =>
                i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IDictionary<,>) && i.GetGenericArguments()[0] == typeof(string)));

        private static string? NameOf(PropertyInfo property) =>
            (string?)TypeFacts.Arguments<JsiiPropertyAttribute>(property)?[0].Value
            ?? property.GetCustomAttribute<JsiiPropertyAttribute>(inherit: true)?.Name;
    }
}
