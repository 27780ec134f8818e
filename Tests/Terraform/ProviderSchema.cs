using System.Text.Json;

namespace PaymentDr.Tests.Terraform;

/// <summary>What the real provider says of the arguments of a type.</summary>
internal sealed class ProviderSchema
{
    private const string Provider = "registry.terraform.io/hashicorp/aws";

    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["resource"] = "resource_schemas",
        ["data"] = "data_source_schemas",
        ["ephemeral"] = "ephemeral_resource_schemas",
    };

    private static readonly Lazy<ProviderSchema> LazyCurrent = new(Read);

    private readonly JsonElement _schemas;

    private ProviderSchema(JsonElement schemas) => _schemas = schemas;

    /// <summary>Asked of the provider once: it holds 1,500 types.</summary>
    public static ProviderSchema Current => LazyCurrent.Value;

    public Block Of(Element element) => new(_schemas.GetProperty(Kinds[element.Kind]).GetProperty(element.Type).GetProperty("block"));

    private static ProviderSchema Read()
    {
        using var workspace = new TerraformWorkspace(SynthesizedStack.Default);
        workspace.Init();
        var json = workspace.Succeed("providers", ["schema", "-json"]).Output;
        return new(JsonDocument.Parse(json).RootElement.GetProperty("provider_schemas").GetProperty(Provider));
    }

    /// <summary>A block of arguments and of further blocks.</summary>
    internal readonly record struct Block(JsonElement Schema)
    {
        public JsonElement? Argument(string name) => Find("attributes", name);

        public Block? Nested(string name) => Find("block_types", name) is { } nested ? new Block(nested.GetProperty("block")) : null;

        private JsonElement? Find(string kind, string name) =>
            Schema.TryGetProperty(kind, out var members) && members.TryGetProperty(name, out var member) ? member : null;
    }
}
