using System.Text.Json;
using System.Text.Json.Serialization;
using PaymentDr.Payments;

namespace PaymentDr.Functions.GiveBack;

/// <summary>A step of the return. Each can be taken again: what is done already stays as it is.</summary>
public sealed record GiveBackRequest
{
    public required GiveBackStep Step { get; init; }

    /// <summary>The reign that the step is about.</summary>
    public int? Epoch { get; init; }

    /// <summary>The site that the step is about.</summary>
    public Site? Site { get; init; }

    /// <summary>The name of the workflow's own run.</summary>
    public string? Execution { get; init; }
}

/// <summary>What the return asks for, of both regions.</summary>
public enum GiveBackStep
{
    /// <summary>Whether the primary can take everything back.</summary>
    Judge,

    /// <summary>Has the books written at the site, without loss.</summary>
    SwitchOver,

    /// <summary>Begins a reign of the primary, unless there is one.</summary>
    BeginReign,

    /// <summary>Tells the primary's books whose reign it is.</summary>
    RaiseBooks,

    /// <summary>Has the primary compare its books with the ledger.</summary>
    Reconcile,

    /// <summary>Pays by the primary's own doors, wherever customers are led.</summary>
    Pay,
}

/// <summary>What a step found out. Each has its own part of it.</summary>
public sealed record GiveBackAnswer
{
    public bool? IsReady { get; init; }

    /// <summary>All that speaks against a return.</summary>
    public IReadOnlyList<string>? Refusals { get; init; }

    /// <summary>The site at which the books are written.</summary>
    public Site? Writer { get; init; }

    public int? Epoch { get; init; }

    /// <summary>What a reconciliation could not settle yet.</summary>
    public int? InDoubt { get; init; }
}

/// <summary>The return's messages on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(KebabCaseStep), typeof(SiteName)])]
[JsonSerializable(typeof(GiveBackRequest))]
[JsonSerializable(typeof(GiveBackAnswer))]
internal sealed partial class GiveBackJson : JsonSerializerContext
{
    internal sealed class KebabCaseStep() : JsonStringEnumConverter<GiveBackStep>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);

    internal sealed class SiteName() : JsonStringEnumConverter<Site>(namingPolicy: null, allowIntegerValues: false);
}
