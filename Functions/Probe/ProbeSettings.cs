using System.Text.Json;
using System.Text.Json.Serialization;
using PaymentDr.Hosting;

namespace PaymentDr.Functions.Probe;

/// <summary>What a probe looks at. A door is enabled when it is named here.</summary>
public sealed record ProbeSettings
{
    /// <summary>The health of every door of the other region, by its regional name.</summary>
    public required IReadOnlyList<Uri> PeerHealth { get; init; }

    /// <summary>The names that customers use, by their health.</summary>
    public required IReadOnlyList<Uri> CustomerHealth { get; init; }

    /// <summary>The region that is the primary, as health answers name it.</summary>
    public required string PrimaryRegion { get; init; }

    public required string QueueUrl { get; init; }

    public required string PeerQueueUrl { get; init; }

    /// <summary>Where a synthetic payment goes to prove this region; null where none is made.</summary>
    public Uri? SyntheticPayments { get; init; }

    /// <summary>The secret with the key for it.</summary>
    public string? SyntheticKeySecret { get; init; }

    /// <exception cref="VariableException">The text is not what a probe needs.</exception>
    public static ProbeSettings Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ProbeSettingsJson.Default.ProbeSettings) ?? throw new VariableException("PROBE is null.");
        }
        catch (JsonException exception)
        {
            throw new VariableException($"PROBE is not the JSON of a probe's settings: {exception.Message}");
        }
    }
}

/// <summary>A probe's settings in a variable.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ProbeSettings))]
internal sealed partial class ProbeSettingsJson : JsonSerializerContext;
