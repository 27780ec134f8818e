using System.Text.Json.Nodes;
using PaymentDr.Aws;

namespace PaymentDr.Tests.Emulator;

/// <summary>
/// Carries what a deployed pipe would: every record of its source's stream that one of its patterns lets through, to its target, as EventBridge
/// Pipes writes it there. Where it stands in the stream it remembers.
/// </summary>
internal sealed class DeployedPipe
{
    private readonly string _region;
    private readonly JsonNode _pipe;
    private readonly AwsClient _streams;
    private readonly EventPattern[] _patterns;
    private readonly DeployedQueue _target;
    private string? _iterator;

    public DeployedPipe(AwsRegion region, JsonNode pipe)
    {
        (_region, _pipe) = (region.Name, pipe);
        _streams = region.Service("dynamodb", host: "streams.dynamodb");
        _patterns = [.. pipe["SourceParameters"]!["FilterCriteria"]!["Filters"]!.AsArray().Select(filter => EventPattern.Parse(filter!["Pattern"]!.GetValue<string>()))];
        _target = new DeployedQueue(region, pipe["Target"]!.GetValue<string>());
    }

    private string Stream => _pipe["Source"]!.GetValue<string>();

    /// <returns>How many records the stream held, and how many of them went on.</returns>
    public async Task<(int Seen, int Carried)> PumpAsync()
    {
        Assert.That(_pipe["CurrentState"]!.GetValue<string>(), Is.EqualTo("RUNNING"));
        var answer = await CallAsync("GetRecords", new() { ["ShardIterator"] = _iterator ?? await FindStartAsync() });
        _iterator = answer["NextShardIterator"]!.GetValue<string>();
        var records = answer["Records"]!.AsArray().Select(record => record!.DeepClone().AsObject()).ToArray();
        var carried = records.Where(record => _patterns.Any(pattern => pattern.Matches(record))).ToArray();
        foreach (var record in carried)
        {
            (record["awsRegion"], record["eventSourceARN"]) = (_region, Stream);
            await _target.SendAsync(record.ToJsonString());
        }

        return (records.Length, carried.Length);
    }

    private async Task<string> FindStartAsync()
    {
        var position = _pipe["SourceParameters"]!["DynamoDBStreamParameters"]!["StartingPosition"]!.GetValue<string>();
        var stream = await CallAsync("DescribeStream", new() { ["StreamArn"] = Stream });
        var answer = await CallAsync("GetShardIterator", new()
        {
            ["StreamArn"] = Stream,
            ["ShardId"] = stream["StreamDescription"]!["Shards"]![0]!["ShardId"]!.GetValue<string>(),
            ["ShardIteratorType"] = position,
        });
        return answer["ShardIterator"]!.GetValue<string>();
    }

    private Task<JsonObject> CallAsync(string operation, JsonObject input) => new JsonService(_streams, "DynamoDBStreams_20120810", "1.0").CallAsync(operation, input, default);
}
