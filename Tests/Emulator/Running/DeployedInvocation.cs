using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Emulator;

/// <summary>That a deployed function was invoked, and how it went.</summary>
/// <param name="Error">What it threw; null when it answered.</param>
internal sealed record DeployedInvocation(string Arn, string Handler, JsonNode? Payload, string Log, Exception? Error)
{
    public string Region => Arn.Split(':')[3];

    public IEnumerable<JsonNode> Lines => Log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!);

    public override string ToString() => $"{Handler} in {Region}: {Payload?.ToJsonString()}: {Error}";
}
