using System.Text.Json.Nodes;
using PaymentDr.Payments;

namespace PaymentDr.Tests.Recovery.Exploration;

/// <summary>The definitions as they are synthesized.</summary>
internal static class Machines
{
    public static Machine Read(SynthesizedStack stack, Site site, string purpose)
    {
        var role = site.ToString().ToLowerInvariant();
        var machine = stack.Elements.Single(element => element.Type == "aws_sfn_state_machine" && element.Text("name")!.StartsWith($"workflow-{purpose}-{role}-", StringComparison.Ordinal));
        return new(site, JsonNode.Parse(machine.Text("definition")!)!.AsObject(), arn => stack.Referenced(arn).Text("function_name")!.Split($"-{role}-")[0]["function-".Length..]);
    }
}
