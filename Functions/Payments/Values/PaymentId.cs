using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace PaymentDr.Payments;

/// <summary>The public id of a payment. Whoever knows merchant and idempotency key knows it, without asking anyone.</summary>
public readonly record struct PaymentId
{
    private const int Bytes = 16;

    private PaymentId(string value) => Value = value;

    public string Value { get; }

    public static PaymentId Of(string merchant, string idempotencyKey) => merchant.Contains('\n', StringComparison.Ordinal)
        ? throw new ArgumentException("A merchant's name has no line break: it separates name and key.", nameof(merchant))
        : new(Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{merchant}\n{idempotencyKey}")).AsSpan(0, Bytes)));

    /// <summary>Null when the text cannot be an id.</summary>
    public static PaymentId? Parse(string text) =>
        Base64Url.IsValid(text, out var bytes) && bytes == Bytes && text.Length == Base64Url.GetEncodedLength(Bytes) ? new PaymentId(text) : null;

    public override string ToString() => Value;
}
