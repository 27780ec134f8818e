namespace PaymentDr.Aws;

/// <summary>A queue, wherever it is.</summary>
/// <param name="timeout">For one try; as long as any service when it is not said.</param>
public sealed class Queue(AwsRegion region, string url, TimeSpan? timeout = null, int retries = 2)
{
    private readonly JsonService _sqs = new(region.Service("sqs", timeout: timeout, retries: retries), "AmazonSQS", "1.0");

    public Task SendAsync(string body, CancellationToken cancellation) =>
        _sqs.CallAsync("SendMessage", new() { ["QueueUrl"] = url, ["MessageBody"] = body }, cancellation);
}
