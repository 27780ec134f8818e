using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using PaymentDr.Aws;
using PaymentDr.Tests.Workflows;
using static PaymentDr.Tests.Emulator.RefusalTests;

namespace PaymentDr.Tests.Emulator;

/// <summary>
/// A state machine as it is deployed, run on the emulator's services under its own role. What it waits for is there, or will not come, so waiting is left
/// out; before a task is tried again a moment passes, because a machine that is busy with other tests may answer too late.
/// </summary>
internal sealed class DeployedWorkflow
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    private readonly AwsRegion _region;
    private readonly JsonNode _machine;
    private readonly JsonObject _definition;
    private readonly AwsRegion _asItsRole;

    public DeployedWorkflow(string region, string purpose)
    {
        _region = new AwsRegion(region, new Endpoints(name => name == "AWS_ENDPOINT_URL" ? EmulatorSetup.Emulator.Endpoint : null));
        var arn = Make($"stepfunctions list-state-machines --query stateMachines[?starts_with(name,'workflow-{purpose}-')].stateMachineArn|[0]", region);
        _machine = JsonNode.Parse(Make($"stepfunctions describe-state-machine --state-machine-arn {arn}", region))!;
        _definition = JsonNode.Parse((string)_machine["definition"]!)!.AsObject();
        var endpoint = EmulatorSetup.Calls.EndpointFor((string)_machine["roleArn"]!);
        _asItsRole = new AwsRegion(region, new Endpoints(name => name == "AWS_ENDPOINT_URL" ? endpoint : null));
    }

    /// <summary>Steps that break off before they reach anybody.</summary>
    public Func<string, bool> Breaks { get; init; } = _ => false;

    /// <summary>As an execution that the emulator lists, so that others see it run.</summary>
    public async Task<RunEnd> RunAsync(string name, JsonObject input)
    {
        await States.CallAsync("StartExecution", new() { ["stateMachineArn"] = (string)_machine["stateMachineArn"]!, ["name"] = name, ["input"] = input.ToJsonString() }, default);
        return await TakeUpAsync(name);
    }

    /// <summary>One that was started, with the input that it was given.</summary>
    public async Task<RunEnd> TakeUpAsync(string name)
    {
        var execution = ((string)_machine["stateMachineArn"]!).Replace(":stateMachine:", ":execution:", StringComparison.Ordinal) + $":{name}";
        var input = (string)(await States.CallAsync("DescribeExecution", new() { ["executionArn"] = execution }, default))["input"]!;
        try
        {
            return await new WorkflowRun(_definition, name, AskAsync, WaitAsync).RunAsync(JsonNode.Parse(input)!.AsObject());
        }
        finally
        {
            await States.CallAsync("StopExecution", new() { ["executionArn"] = execution }, default);
        }
    }

    private JsonService States => new(_region.Service("states"), "AWSStepFunctions", "1.0");

    private Task WaitAsync(string state, TimeSpan pause) =>
        Breaks(state) || new WorkflowLanguage(_definition).TypeOf(state) is "Wait" ? Task.CompletedTask : Task.Delay(pause < LongestPause ? pause : LongestPause);

    private async Task<JsonNode> AskAsync(string state, string resource, JsonNode parameters)
    {
        if (Breaks(state))
        {
            throw new TaskFailure("States.Timeout", $"{state} was broken off.");
        }

        try
        {
            return resource switch
            {
                "arn:aws:states:::lambda:invoke" => await InvokeAsync((string)parameters["FunctionName"]!, parameters["Payload"]!),
                "arn:aws:states:::sns:publish" => await SendAsync("sns", AwsRequest.Form("Publish", "2010-03-31", Fields(parameters))),
                "arn:aws:states:::aws-sdk:rds:failoverGlobalCluster" => await SendAsync("rds", AwsRequest.Form("FailoverGlobalCluster", "2014-10-31", Fields(parameters))),
                "arn:aws:states:::aws-sdk:applicationautoscaling:registerScalableTarget" =>
                    await SendAsync("application-autoscaling", AwsRequest.Json("AnyScaleFrontendService.RegisterScalableTarget", Encoding.UTF8.GetBytes(parameters.ToJsonString()), "1.1")),
                _ => throw new NotSupportedException(resource),
            };
        }
        catch (AmazonServiceException refusal)
        {
            throw new TaskFailure(refusal.ErrorCode, refusal.Message);
        }
    }

    private async Task<JsonNode> InvokeAsync(string arn, JsonNode payload)
    {
        var (answer, error) = await DeployedSite.InvokeAsync(_asItsRole, arn.Split(':')[^1], payload);
        return error is null
            ? new JsonObject { ["Payload"] = answer!.DeepClone() }
            : throw new TaskFailure((string)answer!["errorType"]!, (string)answer["errorMessage"]!);
    }

    private async Task<JsonNode> SendAsync(string service, AwsRequest request)
    {
        await _asItsRole.Service(service, retries: 0).CallAsync(request, default);
        return new JsonObject();
    }

    private static (string, string)[] Fields(JsonNode parameters) =>
        [.. parameters.AsObject().Select(field => (field.Key, field.Value is JsonValue value && value.TryGetValue<bool>(out var flag) ? (flag ? "true" : "false") : field.Value!.ToString()))];
}
