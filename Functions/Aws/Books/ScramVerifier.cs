using System.Security.Cryptography;
using System.Text;

namespace PaymentDr.Aws;

/// <summary>What PostgreSQL keeps instead of a password (RFC 5803). Sent in its place, it keeps the password out of statements and logs.</summary>
public static class ScramVerifier
{
    private const int Iterations = 4096;
    private const int SaltLength = 16;

    public static string Of(string password) => Of(password, RandomNumberGenerator.GetBytes(SaltLength));

    public static string Of(string password, byte[] salt)
    {
        var salted = Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        var stored = SHA256.HashData(HMACSHA256.HashData(salted, Encoding.ASCII.GetBytes("Client Key")));
        var server = HMACSHA256.HashData(salted, Encoding.ASCII.GetBytes("Server Key"));

        return $"SCRAM-SHA-256${Iterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(stored)}:{Convert.ToBase64String(server)}";
    }
}
