using System.Globalization;
using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;

namespace PaymentDr.Functions.Reconcile;

/// <summary>Where certificates are kept for auditors.</summary>
public sealed class CertificateArchive(IAmazonS3 s3, string bucket)
{
    /// <returns>The object's key.</returns>
    public async Task<string> KeepAsync(CertificateView certificate, CancellationToken cancellation)
    {
        var key = string.Create(
            CultureInfo.InvariantCulture,
            $"certificates/{certificate.At.UtcDateTime:yyyy/MM/dd}/{certificate.At.UtcDateTime:HHmmssfff}-epoch-{certificate.Epoch}.json");
        using var content = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(certificate, ReconcileJson.Default.CertificateView));
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key, InputStream = content, ContentType = "application/json" }, cancellation);

        return key;
    }
}
