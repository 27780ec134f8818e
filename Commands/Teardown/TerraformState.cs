using System.Text.Json.Nodes;

namespace PaymentDr.Commands;

/// <summary>What Terraform knows of an environment.</summary>
/// <param name="Serial">Another one after every change.</param>
internal sealed record TerraformState(long Serial, bool IsEmpty)
{
    /// <summary>Null where it cannot be read.</summary>
    public static async Task<TerraformState?> ReadAsync(ITerraform terraform, CancellationToken cancellation)
    {
        if (await terraform.ReadAsync(["state", "pull"], cancellation) is not { } text)
        {
            return null;
        }

        // Nothing is printed where nothing was ever deployed.
        return string.IsNullOrWhiteSpace(text) || JsonNode.Parse(text) is not JsonObject state
            ? new(0, IsEmpty: true)
            : new(state["serial"]!.GetValue<long>(), state["resources"] is not JsonArray { Count: > 0 });
    }
}
