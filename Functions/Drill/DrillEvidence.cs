using System.Globalization;
using System.Text.Json.Serialization;

namespace PaymentDr.Functions.Drill;

/// <summary>What a drill did, saw and was found to be. Auditors read it: a member that changes its meaning makes another version.</summary>
public sealed record DrillEvidence
{
    public int Version { get; init; } = 1;

    public required string Drill { get; init; }

    public required string StartedBy { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>From the switch until the drill's name leads to the other region.</summary>
    public required int ObjectiveSeconds { get; init; }

    /// <summary>The reign under which it was held; null where that was not read.</summary>
    public int? Epoch { get; init; }

    /// <summary>Where customers are.</summary>
    public required SideView Home { get; init; }

    /// <summary>Where the drill's name is led.</summary>
    public required SideView Away { get; init; }

    public DateTimeOffset? LedAwayAt { get; init; }

    public double? RecoverySeconds { get; init; }

    public DateTimeOffset? LedHomeAt { get; init; }

    public double? ReturnSeconds { get; init; }

    public IReadOnlyList<DrillLook> Looks { get; init; } = [];

    public IReadOnlyList<DrillPayment> Payments { get; init; } = [];

    /// <summary>Why steps ended early, and what the report found missing. A drill with none has passed.</summary>
    public IReadOnlyList<string> Failures { get; init; } = [];

    /// <summary>Null until it was reported.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    public bool Passed { get; init; }

    /// <summary>With all that speaks against it, by what is known and by what is not.</summary>
    public DrillEvidence Judged(DateTimeOffset at)
    {
        string[] failures = [.. Failures.Concat(LedAwayAt is null ? Unbegun() : Missing())];
        return this with { Failures = failures, EndedAt = at, Passed = failures.Length == 0 };
    }

    private IEnumerable<string> Unbegun() => Failures.Count == 0 ? ["it ended before anything was led away"] : [];

    private IEnumerable<string> Missing()
    {
        if (RecoverySeconds is not { } seconds)
        {
            yield return $"the drill's name was not seen to lead to {Away.Region}";
        }
        else if (seconds > ObjectiveSeconds)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"the drill's name led to {Away.Region} after {seconds:0.0} s, and the objective is {ObjectiveSeconds} s");
        }

        if (Payments.Count == 0 || !Payments.All(payment => payment.IsSettled))
        {
            yield return $"{Payments.Count(payment => payment.IsSettled)} of {DrillPayments.Number} payments are known to be settled";
        }

        if (LedHomeAt is null)
        {
            yield return "the drill's switch was not moved back: it may still be 1, and the drill's name away";
        }
        else if (ReturnSeconds is null)
        {
            yield return $"the drill's name was not seen to lead to {Home.Region} again";
        }
    }
}

/// <summary>A region, and what it said that it runs; null where it said nothing.</summary>
public sealed record SideView(string Region, string? Build);

/// <summary>A look at the drill's name.</summary>
/// <param name="Seconds">Since the switch was moved.</param>
/// <param name="Region">That answered; null where nobody did.</param>
public sealed record DrillLook(DateTimeOffset At, double Seconds, string Wanted, string? Region);

/// <summary>A synthetic payment by the drill's name.</summary>
/// <param name="Id">Null where it was not taken on.</param>
/// <param name="Durability">What its merchant was told.</param>
/// <param name="State">As it was seen last.</param>
/// <param name="SettledSeconds">From the request until it was seen to be settled.</param>
public sealed record DrillPayment(string IdempotencyKey, string? Id, string? Durability, string? State, double? SettledSeconds)
{
    [JsonIgnore]
    public bool IsSettled => SettledSeconds is not null;
}

/// <summary>Evidence in the ledger and in the bucket.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DrillEvidence))]
internal sealed partial class EvidenceJson : JsonSerializerContext;
