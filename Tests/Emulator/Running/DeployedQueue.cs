using System.Text.Json.Nodes;
using PaymentDr.Aws;

namespace PaymentDr.Tests.Emulator;

/// <summary>A queue of the applied stack, by its ARN.</summary>
internal sealed class DeployedQueue(AwsRegion region, string arn)
{
    private readonly JsonService _sqs = new(region.Service("sqs"), "AmazonSQS", "1.0");
    private string? _url;

    public string Arn => arn;

    public async Task SendAsync(string body) => await CallAsync("SendMessage", new() { ["MessageBody"] = body });

    public async Task<JsonObject[]> ReceiveAsync(int most)
    {
        var answer = await CallAsync("ReceiveMessage", new()
        {
            ["MaxNumberOfMessages"] = most,
            ["AttributeNames"] = new JsonArray("All"),
        });
        return [.. answer["Messages"]?.AsArray().Select(message => message!.DeepClone().AsObject()) ?? []];
    }

    public Task DeleteAsync(JsonNode message) => CallAsync("DeleteMessage", new() { ["ReceiptHandle"] = message["ReceiptHandle"]!.GetValue<string>() });

    /// <summary>As if the time had passed for which a received message is kept from others.</summary>
    public Task ReleaseAsync(JsonNode message) => CallAsync("ChangeMessageVisibility", new()
    {
        ["ReceiptHandle"] = message["ReceiptHandle"]!.GetValue<string>(),
        ["VisibilityTimeout"] = 0,
    });

    private async Task<JsonObject> CallAsync(string operation, JsonObject input)
    {
        _url ??= (await _sqs.CallAsync("GetQueueUrl", new() { ["QueueName"] = arn.Split(':')[^1] }, default))["QueueUrl"]!.GetValue<string>();
        input["QueueUrl"] = _url;
        return await _sqs.CallAsync(operation, input, default);
    }
}
