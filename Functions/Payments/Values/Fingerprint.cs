using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace PaymentDr.Payments;

/// <summary>What tells one request from another under the same idempotency key.</summary>
public readonly record struct Fingerprint(string Value)
{
    /// <summary>Over what the request means, so that spelling and order of its JSON do not matter.</summary>
    public static Fingerprint Of(Money amount, string payer, string payee) =>
        new(Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{amount.Minor}\n{amount.Currency.Code}\n{payer}\n{payee}"))));

    public override string ToString() => Value;
}
