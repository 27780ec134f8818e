using Amazon.Runtime;

namespace PaymentDr.Aws;

/// <summary>Parameters of one region.</summary>
public sealed class ParameterStore(AwsRegion region)
{
    /// <summary>A merchant stands at the door meanwhile.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly JsonService _ssm = new(region.Service("ssm", timeout: Limit, retries: 0), "AmazonSSM", "1.1");

    /// <summary>Null when there is none of this name.</summary>
    public async Task<string?> FindAsync(string name, CancellationToken cancellation)
    {
        try
        {
            var answer = await _ssm.CallAsync("GetParameter", new() { ["Name"] = name, ["WithDecryption"] = true }, cancellation);
            return answer["Parameter"]!["Value"]!.GetValue<string>();
        }
        catch (AmazonServiceException refusal) when (refusal.ErrorCode == "ParameterNotFound")
        {
            return null;
        }
    }
}
