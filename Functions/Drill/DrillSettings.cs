using System.Text.Json;
using System.Text.Json.Serialization;
using PaymentDr.Hosting;

namespace PaymentDr.Functions.Drill;

/// <summary>What a drill looks at. Nothing by which customers come in is named here.</summary>
/// <param name="Door">By the name that only drills use. Without a path, as those below.</param>
/// <param name="HomeDoor">The other region's, by its own name.</param>
/// <param name="AwayDoor">This region's, by its own name.</param>
/// <param name="KeySecret">The secret with the key to pay by.</param>
public sealed record DrillSettings(Uri Door, Uri HomeDoor, Uri AwayDoor, string KeySecret, int ObjectiveSeconds)
{
    /// <exception cref="VariableException">The text is not what a drill needs.</exception>
    public static DrillSettings Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, DrillSettingsJson.Default.DrillSettings) is { ObjectiveSeconds: > 0 } settings
                ? settings
                : throw new VariableException("DRILL names no objective: every drill would pass.");
        }
        catch (JsonException exception)
        {
            throw new VariableException($"DRILL is not the JSON of a drill's settings: {exception.Message}");
        }
    }
}

/// <summary>A drill's settings in a variable.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(DrillSettings))]
internal sealed partial class DrillSettingsJson : JsonSerializerContext;
