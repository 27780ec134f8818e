using System.Text.Json;
using System.Text.Json.Serialization;

namespace PaymentDr.Payments;

/// <summary>A payment as its merchant sees it.</summary>
public sealed record PaymentView
{
    public required string Id { get; init; }

    public required string IdempotencyKey { get; init; }

    /// <summary>In the currency's minor unit.</summary>
    public required long Amount { get; init; }

    public required string Currency { get; init; }

    public required string Payer { get; init; }

    public required string Payee { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    public required PaymentState State { get; init; }

    /// <summary>Only where it was refused by the books.</summary>
    public RejectionReason? Rejection { get; init; }

    /// <summary>Only in the answer to a POST: how many sites confirmed it to this request.</summary>
    public Durability? Durability { get; init; }

    /// <summary>Several requests stand under this key, and the books have not chosen.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool InDoubt { get; init; }

    /// <summary>As a door has sent it; null for what is no payment.</summary>
    public static PaymentView? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, AnswerJson.Default.PaymentView);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
