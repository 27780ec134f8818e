using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PaymentDr.Service;

/// <summary>
/// What the service shows for TLS: made anew at each start, and kept nowhere. It hides what is said on the way from the load balancer, which
/// does not verify a target's certificate; that nobody else is asked is the network's to see to.
/// </summary>
public static class OwnCertificate
{
    private static readonly TimeSpan WrongClocks = TimeSpan.FromDays(1);

    /// <summary>Longer than any process runs.</summary>
    private static readonly TimeSpan Validity = TimeSpan.FromDays(3650);

    public static X509Certificate2 Create(TimeProvider clock)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = clock.GetUtcNow();
        return new CertificateRequest("CN=payment-dr", key, HashAlgorithmName.SHA256).CreateSelfSigned(now - WrongClocks, now + Validity);
    }
}
