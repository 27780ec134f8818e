using System.Text.Json.Nodes;

namespace PaymentDr.Tests;

/// <summary>A resource, a data source or an ephemeral value in the synthesized file.</summary>
internal sealed record Element(string Kind, string Type, string LogicalId, JsonObject Body)
{
    public string Address => Kind == "resource" ? $"{Type}.{LogicalId}" : $"{Kind}.{Type}.{LogicalId}";

    /// <summary>Where it stands in the construct tree, below the stack.</summary>
    public string Path => Body["//"]!["metadata"]!["path"]!.GetValue<string>().Split('/', 2)[1];

    /// <summary>The first step of the path: the scope of its region.</summary>
    public string Scope => Path.Split('/')[0];

    public string? Text(string attribute) => Body[attribute]?.GetValue<string>();

    public JsonObject WithoutMetadata()
    {
        var copy = Body.DeepClone().AsObject();
        copy.Remove("//");
        return copy;
    }

    public override string ToString() => Address;
}
