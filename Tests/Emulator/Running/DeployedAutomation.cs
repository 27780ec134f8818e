using System.Text.Json.Nodes;
using PaymentDr.Aws;
using PaymentDr.Tests.Automation;
using PaymentDr.Tests.Workflows;
using static PaymentDr.Tests.Emulator.RefusalTests;

namespace PaymentDr.Tests.Emulator;

/// <summary>A document as it is deployed, run on the emulator's services under the role that it names.</summary>
internal sealed class DeployedAutomation
{
    private readonly JsonObject _content;
    private readonly AwsRegion _asItsRole;

    public DeployedAutomation(string region, string name)
    {
        _content = JsonNode.Parse(JsonNode.Parse(Make($"ssm get-document --name {name}", region))!["Content"]!.GetValue<string>())!.AsObject();
        var endpoint = EmulatorSetup.Calls.EndpointFor((string)_content["assumeRole"]!);
        _asItsRole = new AwsRegion(region, new Endpoints(service => service == "AWS_ENDPOINT_URL" ? endpoint : null));
    }

    /// <summary>Beside a step, until it has ended.</summary>
    public Func<string, CancellationToken, Task> Beside { get; init; } = (_, _) => Task.CompletedTask;

    public Task<AutomationEnd> RunAsync(string execution) => new AutomationRun(_content, execution, new Dictionary<string, string>(), AskAsync).RunAsync();

    private async Task<JsonNode> AskAsync(string step, string function, JsonNode payload)
    {
        using var ended = new CancellationTokenSource();
        var beside = Beside(step, ended.Token);
        try
        {
            var (answer, error) = await DeployedSite.InvokeAsync(_asItsRole, function.Split(':')[^1], payload);
            return error is null ? answer! : throw new TaskFailure((string)answer!["errorType"]!, (string)answer["errorMessage"]!);
        }
        finally
        {
            await ended.CancelAsync();
            await beside;
        }
    }
}
