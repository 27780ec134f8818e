namespace PaymentDr.Aws;

/// <summary>A queue, wherever it is.</summary>
public sealed class Queue(AwsRegion region, string url)
{
    private readonly JsonService _sqs = new(region.Service("sqs"), "AmazonSQS", "1.0");

    public Task SendAsync(string body, CancellationToken cancellation) =>
        _sqs.CallAsync("SendMessage", new() { ["QueueUrl"] = url, ["MessageBody"] = body }, cancellation);
}
