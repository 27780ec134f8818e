using System.Text.Json;
using System.Text.Json.Serialization;
using PaymentDr.Hosting;

namespace PaymentDr.Functions;

/// <summary>By which addresses recovery looks whether customers are served. A door each, without a path.</summary>
/// <param name="KeySecret">The secret with the key to pay by.</param>
public sealed record DoorAddresses(IReadOnlyList<Uri> Doors, string KeySecret)
{
    /// <exception cref="VariableException">The text says no addresses.</exception>
    public static DoorAddresses Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, DoorAddressesJson.Default.DoorAddresses) is { Doors.Count: > 0 } addresses
                ? addresses
                : throw new VariableException("DOORS names no door: nobody would be asked.");
        }
        catch (JsonException exception)
        {
            throw new VariableException($"DOORS is not the JSON of doors' addresses: {exception.Message}");
        }
    }
}

/// <summary>Doors' addresses in a variable.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(DoorAddresses))]
internal sealed partial class DoorAddressesJson : JsonSerializerContext;
