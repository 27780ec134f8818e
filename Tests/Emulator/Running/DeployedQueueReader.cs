using System.Text.Json.Nodes;
using PaymentDr.Aws;

namespace PaymentDr.Tests.Emulator;

/// <summary>Hands over what a queue holds as a deployed event source mapping would: in batches, and what the function reports as failed comes again.</summary>
internal sealed class DeployedQueueReader(AwsRegion region, JsonNode mapping)
{
    private readonly DeployedQueue _queue = new(region, mapping["EventSourceArn"]!.GetValue<string>());

    /// <summary>Until the queue is empty, or holds only what failed now.</summary>
    /// <returns>The bodies of what was done, and of what failed.</returns>
    public async Task<(List<string> Done, List<string> Failed)> PumpAsync()
    {
        var (done, failed, waiting) = (new List<string>(), new List<string>(), new List<JsonObject>());
        while (await _queue.ReceiveAsync(Math.Min(10, mapping["BatchSize"]!.GetValue<int>())) is { Length: > 0 } batch)
        {
            var again = await HandOverAsync(batch);
            foreach (var message in batch)
            {
                var isFailed = again is null || again.Contains(message["MessageId"]!.GetValue<string>());
                (isFailed ? failed : done).Add(message["Body"]!.GetValue<string>());
                if (isFailed)
                {
                    waiting.Add(message);
                }
                else
                {
                    await _queue.DeleteAsync(message);
                }
            }
        }

        foreach (var message in waiting)
        {
            await _queue.ReleaseAsync(message);
        }

        return (done, failed);
    }

    /// <returns>The messages that must come again; null for all of them.</returns>
    private async Task<HashSet<string>?> HandOverAsync(JsonObject[] batch)
    {
        var records = batch.Select(JsonNode (message) => new JsonObject
        {
            ["messageId"] = message["MessageId"]!.GetValue<string>(),
            ["receiptHandle"] = message["ReceiptHandle"]!.GetValue<string>(),
            ["body"] = message["Body"]!.GetValue<string>(),
            ["attributes"] = message["Attributes"]!.DeepClone(),
            ["messageAttributes"] = new JsonObject(),
            ["md5OfBody"] = message["MD5OfBody"]!.GetValue<string>(),
            ["eventSource"] = "aws:sqs",
            ["eventSourceARN"] = _queue.Arn,
            ["awsRegion"] = region.Name,
        });
        var (answer, error) = await DeployedSite.InvokeAsync(region, mapping["FunctionArn"]!.GetValue<string>(), new JsonObject { ["Records"] = new JsonArray([.. records]) });
        return error is not null ? null
            : mapping["FunctionResponseTypes"]?.AsArray().Any(type => (string?)type == "ReportBatchItemFailures") is not true ? []
            : [.. answer!["batchItemFailures"]!.AsArray().Select(failure => failure!["itemIdentifier"]!.GetValue<string>())];
    }
}
