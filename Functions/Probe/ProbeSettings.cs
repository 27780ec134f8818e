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

    /// <summary>Where synthetic payments go to prove this region: a door each. Null where none is made.</summary>
    public IReadOnlyList<Uri>? SyntheticPayments { get; init; }

    /// <summary>The secret with the key for them.</summary>
    public string? SyntheticKeySecret { get; init; }

    /// <summary>What would make a probe look away without saying so.</summary>
    private string? Fault =>
        PeerHealth.Count == 0 ? "peerHealth names no door: all of none are healthy, always."
        : CustomerHealth.Count == 0 ? "customerHealth names no door: all of none lead to the primary, always."
        : PeerHealth.Concat(CustomerHealth).Concat(SyntheticPayments ?? []).Any(door => door is not { IsAbsoluteUri: true }) ? "a door is not an absolute URL."
        : SyntheticPayments is { Count: > 0 } != SyntheticKeySecret is not null ? "syntheticPayments and syntheticKeySecret go together."
        : null;

    /// <exception cref="VariableException">The text is not what a probe needs.</exception>
    public static ProbeSettings Parse(string json)
    {
        try
        {
            var settings = JsonSerializer.Deserialize(json, ProbeSettingsJson.Default.ProbeSettings) ?? throw new VariableException("PROBE is null.");
            return settings.Fault is { } fault ? throw new VariableException($"PROBE: {fault}") : settings;
        }
        catch (JsonException exception)
        {
            throw new VariableException($"PROBE is not the JSON of a probe's settings: {exception.Message}");
        }
    }
}

/// <summary>A probe's settings in a variable.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ProbeSettings))]
internal sealed partial class ProbeSettingsJson : JsonSerializerContext;
