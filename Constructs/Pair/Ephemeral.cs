namespace PaymentDr;

/// <summary>
/// A value that Terraform has while it works and writes down nowhere: neither in a plan nor in a state. Only write-only arguments take it.
/// </summary>
public sealed class Ephemeral : RegionalConstruct
{
    private readonly string _address;

    public Ephemeral(RegionalConstruct parent, string id, string type, params (string Argument, object Value)[] arguments) : base(parent, id)
    {
        var path = Node.Path.Split('/');
        var name = string.Join('_', path[1..]);
        _address = $"ephemeral.{type}.{name}";

        // cdktf has no construct for such blocks. The path stands in it as cdktf writes it into those that it makes.
        TerraformStack.Of(this).AddOverride(_address, new Dictionary<string, object>(arguments.Select(pair => KeyValuePair.Create(pair.Argument, pair.Value)))
        {
            ["//"] = new Dictionary<string, object> { ["metadata"] = new Dictionary<string, object> { ["path"] = Node.Path } },
            ["provider"] = Region.Provider.Fqn,
        });
    }

    /// <summary>A part of an expression, without <c>${}</c>.</summary>
    public string Attribute(string name) => $"{_address}.{name}";
}
