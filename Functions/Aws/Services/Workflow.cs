using System.Text.Json.Nodes;
using Amazon.Runtime;

namespace PaymentDr.Aws;

/// <summary>A state machine and its executions.</summary>
public sealed class Workflow(AwsRegion region, string arn)
{
    private readonly JsonService _states = new(region.Service("states"), "AWSStepFunctions", "1.0");

    /// <summary>The newest hundred, newest first.</summary>
    public async Task<IReadOnlyList<Execution>> ExecutionsAsync(CancellationToken cancellation)
    {
        var answer = await _states.CallAsync("ListExecutions", new() { ["stateMachineArn"] = arn, ["maxResults"] = 100 }, cancellation);
        return [.. answer["executions"]!.AsArray().Select(each => new Execution(each!["name"]!.GetValue<string>(), each["status"]!.GetValue<string>()))];
    }

    /// <summary>Once per name, whoever asks, and however often.</summary>
    public async Task StartAsync(string name, JsonObject input, CancellationToken cancellation)
    {
        try
        {
            await _states.CallAsync("StartExecution", new() { ["stateMachineArn"] = arn, ["name"] = name, ["input"] = input.ToJsonString() }, cancellation);
        }
        catch (AmazonServiceException refusal) when (refusal.ErrorCode == "ExecutionAlreadyExists")
        {
            // Somebody else was faster.
        }
    }
}

/// <summary>A run of a state machine.</summary>
public sealed record Execution(string Name, string Status)
{
    public bool IsRunning => Status == "RUNNING";
}
