namespace PaymentDr.Aws;

/// <summary>A function, invoked directly.</summary>
/// <param name="limit">For its answer; null for one that comes at once.</param>
public sealed class LambdaFunction(AwsRegion region, string name, TimeSpan? limit = null)
{
    /// <summary>Long enough for a cold start.</summary>
    private static readonly TimeSpan ColdStart = TimeSpan.FromSeconds(5);

    private readonly AwsClient _lambda = region.Service("lambda", timeout: limit ?? ColdStart, retries: 0);

    public string Region => region.Name;

    /// <exception cref="InvalidOperationException">The function was reached, and failed.</exception>
    public async Task<byte[]> InvokeAsync(byte[] payload, CancellationToken cancellation)
    {
        var answer = await _lambda.SendAsync(AwsRequest.Rest($"/2015-03-31/functions/{name}/invocations", payload), cancellation);

        return answer.FunctionError is null ? answer.Body : throw new InvalidOperationException($"{name} failed in {region.Name}: {answer.FunctionError}");
    }
}
