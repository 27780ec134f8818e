using PaymentDr.Payments;
using PaymentDr.Tests.Workflows;

namespace PaymentDr.Tests.Recovery.Exploration;

/// <summary>The definitions as they are synthesized.</summary>
internal static class Machines
{
    public static Machine Read(SynthesizedStack stack, Site site, string purpose)
    {
        var role = site.ToString().ToLowerInvariant();
        var definition = stack.Workflow($"{purpose}-{role}").Definition();
        return new(site, definition, arn => stack.Referenced(arn).Text("function_name")!.Split($"-{role}-")[0]["function-".Length..]);
    }
}
