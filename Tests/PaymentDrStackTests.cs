using System.Text.Json.Nodes;

namespace PaymentDr.Tests;

[TestFixture]
public sealed class PaymentDrStackTests
{
    [Test, Snapshot]
    public void Construct_tree() =>
        Snapshot.Verify(new JsonArray([.. SynthesizedStack.Default.ConstructTree.TrimEnd().Split('\n').Select(line => (JsonNode)line)]));

    [Test, Snapshot]
    public void Terraform_providers_and_outputs()
    {
        var file = SynthesizedStack.Default.File.DeepClone().AsObject();
        foreach (var key in new[] { "//", "resource", "data", "ephemeral" })
        {
            file.Remove(key);
        }

        Snapshot.Verify(file);
    }
}
