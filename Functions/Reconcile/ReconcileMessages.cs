using System.Text.Json.Serialization;
using PaymentDr.Payments;

namespace PaymentDr.Functions.Reconcile;

/// <summary>What to reconcile.</summary>
public sealed record ReconcileRequest
{
    public ReconcileScope Scope { get; init; } = ReconcileScope.Routine;

    /// <summary>Of a deep one: how many days ago, 0 to 34. Without it the days take turns.</summary>
    public int? Day { get; init; }

    /// <summary>Whether the certificate is kept in the audit bucket.</summary>
    public bool Certificate { get; init; }
}

/// <summary>How far back.</summary>
public enum ReconcileScope
{
    Routine,
    ChangeOfReign,
    Deep,
}

/// <summary>What was found; no certificate where this site does not reign.</summary>
public sealed record ReconcileAnswer
{
    public required bool Reigns { get; init; }

    public CertificateView? Certificate { get; init; }

    /// <summary>Where the certificate is kept.</summary>
    public string? Key { get; init; }
}

/// <summary>A certificate as auditors and workflows read it.</summary>
public sealed record CertificateView
{
    public required int Epoch { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset Until { get; init; }

    public required int Accepted { get; init; }

    public required int Settled { get; init; }

    public required int Rejected { get; init; }

    public required int Disputed { get; init; }

    public required int InDoubt { get; init; }

    public required int OnTheirWay { get; init; }

    public required int Reposted { get; init; }

    public required int Recovered { get; init; }

    public required double OldestUnsettledSeconds { get; init; }

    public required DateTimeOffset SettledThrough { get; init; }

    public required bool IsBalanced { get; init; }

    public required IReadOnlyCollection<Balance> Balances { get; init; }

    public required IReadOnlyList<DisputeView> Disputes { get; init; }

    public static CertificateView Of(Certificate certificate) => new()
    {
        Epoch = certificate.Epoch.Number,
        At = certificate.At,
        From = certificate.Scope.From,
        Until = certificate.Scope.Until,
        Accepted = certificate.Accepted,
        Settled = certificate.Settled,
        Rejected = certificate.Rejected,
        Disputed = certificate.Disputes.Count,
        InDoubt = certificate.InDoubt,
        OnTheirWay = certificate.OnTheirWay,
        Reposted = certificate.Reposted,
        Recovered = certificate.Recovered,
        OldestUnsettledSeconds = (certificate.OldestUnsettled ?? TimeSpan.Zero).TotalSeconds,
        SettledThrough = certificate.SettledThrough,
        IsBalanced = certificate.IsBalanced,
        Balances = certificate.Balances,
        Disputes = [.. certificate.Disputes.Select(dispute => new DisputeView(dispute.Id.Value, dispute.Fingerprint.Value))],
    };
}

/// <summary>A request that people must decide about.</summary>
public sealed record DisputeView(string Payment, string Fingerprint);

/// <summary>Reconciliation's messages on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(KebabCaseScope)])]
[JsonSerializable(typeof(ReconcileRequest))]
[JsonSerializable(typeof(ReconcileAnswer))]
[JsonSerializable(typeof(CertificateView))]
internal sealed partial class ReconcileJson : JsonSerializerContext
{
    internal sealed class KebabCaseScope() : JsonStringEnumConverter<ReconcileScope>(System.Text.Json.JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
}
