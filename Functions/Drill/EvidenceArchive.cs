using System.Globalization;
using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;

namespace PaymentDr.Functions.Drill;

/// <summary>Where evidence of drills is kept for auditors.</summary>
public sealed class EvidenceArchive(IAmazonS3 s3, string bucket)
{
    /// <summary>One object for each drill, however often it is reported.</summary>
    public static string KeyOf(DrillEvidence evidence) =>
        string.Create(CultureInfo.InvariantCulture, $"drills/{evidence.StartedAt.UtcDateTime:yyyy/MM/dd}/{evidence.StartedAt.UtcDateTime:HHmmss}-{evidence.Drill}.json");

    public async Task<string> KeepAsync(DrillEvidence evidence, CancellationToken cancellation)
    {
        var key = KeyOf(evidence);
        using var content = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(evidence, EvidenceJson.Default.DrillEvidence));
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key, InputStream = content, ContentType = "application/json" }, cancellation);
        return key;
    }
}
