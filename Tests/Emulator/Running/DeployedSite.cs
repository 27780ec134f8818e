using System.Text.Json;
using System.Text.Json.Nodes;
using PaymentDr.Aws;
using static PaymentDr.Tests.Emulator.RefusalTests;

namespace PaymentDr.Tests.Emulator;

/// <summary>What is deployed in one region, as the emulator describes it: its functions, and what carries events to them.</summary>
internal sealed class DeployedSite
{
    /// <summary>A function of ours may take five minutes.</summary>
    private static readonly TimeSpan LongestInvocation = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, string> _functions;
    private readonly DeployedPipe[] _pipes;
    private readonly DeployedQueueReader[] _readers;
    private readonly Lazy<DeployedDoor> _door;

    public DeployedSite(string region)
    {
        Region = new AwsRegion(region, new Endpoints(name => name == "AWS_ENDPOINT_URL" ? EmulatorSetup.Emulator.Endpoint : null));
        _door = new(() => new DeployedDoor(this));
        _functions = Ask("lambda list-functions --query Functions").ToDictionary(
            function => function["FunctionName"]!.GetValue<string>(), function => function["FunctionArn"]!.GetValue<string>());
        _pipes = [.. Ask("pipes list-pipes --query Pipes").Select(pipe =>
            new DeployedPipe(Region, JsonNode.Parse(Make($"pipes describe-pipe --name {pipe["Name"]}", region))!))];
        _readers = [.. Ask("lambda list-event-source-mappings --query EventSourceMappings").Select(mapping => new DeployedQueueReader(Region, mapping))];
    }

    public AwsRegion Region { get; }

    public DeployedDoor Door => _door.Value;

    public DeployedQueue Queue(string name) => new(Region, $"arn:aws:sqs:{Region.Name}:123456789012:{name}");

    /// <summary>By what it is for.</summary>
    public Task<(JsonNode? Answer, string? Error)> InvokeAsync(string purpose, JsonNode payload) =>
        InvokeAsync(Region, _functions.Single(function => function.Key.StartsWith($"function-{purpose}-", StringComparison.Ordinal)).Value, payload);

    public static async Task<(JsonNode? Answer, string? Error)> InvokeAsync(AwsRegion region, string arn, JsonNode payload)
    {
        var request = AwsRequest.Rest($"/2015-03-31/functions/{Uri.EscapeDataString(arn)}/invocations", JsonSerializer.SerializeToUtf8Bytes(payload));
        var answer = await region.Service("lambda", timeout: LongestInvocation, retries: 0).SendAsync(request, default);
        return (JsonNode.Parse(answer.Body), answer.FunctionError);
    }

    /// <summary>All that a region does by itself with what came in.</summary>
    public async Task<PumpedOnce> PumpAsync()
    {
        var pumped = new PumpedOnce();
        foreach (var pipe in _pipes)
        {
            var (seen, carried) = await pipe.PumpAsync();
            pumped = pumped with { Seen = pumped.Seen + seen, Carried = pumped.Carried + carried };
        }

        foreach (var reader in _readers)
        {
            var (done, failed) = await reader.PumpAsync();
            pumped = pumped with { Done = [.. pumped.Done, .. done], Failed = [.. pumped.Failed, .. failed] };
        }

        return pumped;
    }

    /// <summary>What EventBridge starts by the clock: function, and input.</summary>
    public IEnumerable<(string Rule, string Function, string Input)> Schedules() =>
        from rule in Ask("events list-rules --query Rules[?ScheduleExpression]")
        from target in Ask($"events list-targets-by-rule --rule {rule["Name"]} --query Targets")
        where target["Arn"]!.GetValue<string>().Contains(":function:", StringComparison.Ordinal)
        select (rule["Name"]!.GetValue<string>(), target["Arn"]!.GetValue<string>(), target["Input"]!.GetValue<string>());

    /// <summary>What the emulator lists.</summary>
    public IEnumerable<JsonNode> Ask(string command) => JsonNode.Parse(Make(command, Region.Name))!.AsArray().Select(item => item!.DeepClone());
}
