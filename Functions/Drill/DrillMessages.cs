using System.Text.Json;
using System.Text.Json.Serialization;

namespace PaymentDr.Functions.Drill;

/// <summary>A step of a drill, asked for by the Automation document. Each can be taken again.</summary>
public sealed record DrillRequest
{
    public required DrillStep Step { get; init; }

    /// <summary>The execution of the document: what the steps have in common.</summary>
    public required string Drill { get; init; }

    /// <summary>Who wanted it, in the words of whoever started it.</summary>
    public string StartedBy { get; init; } = "unknown";
}

/// <summary>What the document asks for, in its order.</summary>
public enum DrillStep
{
    /// <summary>Looks whether a drill may begin, and changes nothing.</summary>
    Prepare,

    /// <summary>Moves the drill's switch.</summary>
    LeadAway,

    /// <summary>Looks at the drill's name until this region answers by it.</summary>
    AwaitAway,

    /// <summary>Pays by the drill's name until what was paid is settled.</summary>
    Pay,

    /// <summary>Moves the drill's switch back. Whatever happens, it comes to this.</summary>
    LeadHome,

    /// <summary>Looks at the drill's name until the other region answers by it.</summary>
    AwaitHome,

    /// <summary>Keeps the evidence, measures, and tells people of a drill that failed.</summary>
    Report,

    /// <summary>Fails where the drill did: so does the execution.</summary>
    Judge,
}

/// <summary>What a step has found.</summary>
public sealed record DrillAnswer
{
    public required string Drill { get; init; }

    public double? RecoverySeconds { get; init; }

    public double? ReturnSeconds { get; init; }

    /// <summary>Null before the report.</summary>
    public bool? Passed { get; init; }

    /// <summary>Where the evidence is kept.</summary>
    public string? Evidence { get; init; }
}

/// <summary>A drill may not begin, or go on. Nothing was changed for customers.</summary>
public sealed class DrillRefusedException(string message) : Exception(message);

/// <summary>A drill has not shown what it should.</summary>
public sealed class DrillFailedException(string message) : Exception(message);

/// <summary>Steps on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    Converters = [typeof(KebabCaseStep)])]
[JsonSerializable(typeof(DrillRequest))]
[JsonSerializable(typeof(DrillAnswer))]
internal sealed partial class DrillJson : JsonSerializerContext
{
    internal sealed class KebabCaseStep() : JsonStringEnumConverter<DrillStep>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
}
