using System.Text.Json;
using System.Text.Json.Serialization;
using PaymentDr.Payments;

namespace PaymentDr.Functions.Recover;

/// <summary>A step of a workflow. Each can be taken again: what is done already stays as it is.</summary>
public sealed record RecoverRequest
{
    public required RecoverStep Step { get; init; }

    /// <summary>The reign that the step is about.</summary>
    public int? Epoch { get; init; }

    /// <summary>The site that the step is about; this one where it is not said.</summary>
    public Site? Site { get; init; }
}

/// <summary>What workflows ask for.</summary>
public enum RecoverStep
{
    /// <summary>Begins a reign of this site: the one that is named, or its next one.</summary>
    BeginReign,

    /// <summary>Leads customers to the site.</summary>
    LeadTraffic,

    /// <summary>Says at which site the books are written.</summary>
    FindWriter,

    /// <summary>Fails until the books are written at the site.</summary>
    AwaitWriter,

    /// <summary>Tells this site's books whose reign it is.</summary>
    RaiseBooks,

    /// <summary>Notes that nothing of the reign's beginning is left to be done.</summary>
    CompleteReign,

    /// <summary>Pays by the names that customers use; fails until they lead to the site, where one is said.</summary>
    Pay,
}

/// <summary>What a step found out. Each has its own part of it.</summary>
public sealed record RecoverAnswer
{
    public int? Epoch { get; init; }

    /// <summary>Until then statements of the last reign may still take effect.</summary>
    public string? SettleAfter { get; init; }

    /// <summary>The site at which the books are written.</summary>
    public Site? Writer { get; init; }

    /// <summary>A failover or switchover of the books is under way.</summary>
    public bool? AreMoving { get; init; }
}

/// <summary>Recovery's messages on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(KebabCaseStep), typeof(SiteName)])]
[JsonSerializable(typeof(RecoverRequest))]
[JsonSerializable(typeof(RecoverAnswer))]
internal sealed partial class RecoverJson : JsonSerializerContext
{
    internal sealed class KebabCaseStep() : JsonStringEnumConverter<RecoverStep>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);

    internal sealed class SiteName() : JsonStringEnumConverter<Site>(namingPolicy: null, allowIntegerValues: false);
}
