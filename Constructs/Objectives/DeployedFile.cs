using System.Text.Json.Nodes;

namespace PaymentDr;

/// <summary>What Terraform is given, as something to compute from.</summary>
public sealed class DeployedFile(JsonObject file)
{
    public IEnumerable<DeployedResource> Of(string type) =>
        (file["resource"]?[type] as JsonObject ?? []).Select(resource => new DeployedResource(type, resource.Key, resource.Value!.AsObject()));

    /// <param name="attribute">That holds the name.</param>
    public DeployedResource Named(string type, string name, string attribute = "name") =>
        Of(type).SingleOrDefault(resource => resource.Text(attribute) == name) ?? throw new InvalidOperationException($"There is no {type} with {attribute} {name}.");

    /// <summary>What an expression such as <c>${aws_vpc.name.id}</c> refers to.</summary>
    public DeployedResource Referenced(string expression)
    {
        var parts = expression.Split('{', '.', '}');
        return Of(parts[1]).SingleOrDefault(resource => resource.Id == parts[2]) ?? throw new InvalidOperationException($"{expression} refers to nothing.");
    }

    public string RegionOf(DeployedResource resource) => file["provider"]!["aws"]!.AsArray()
        .Single(provider => $"aws.{provider!["alias"]}" == resource.Text("provider"))!["region"]!.GetValue<string>();
}

/// <summary>One resource of it.</summary>
public sealed record DeployedResource(string Type, string Id, JsonObject Body)
{
    public string? Text(string attribute) => (string?)Body[attribute];

    public int? Number(string attribute) => (int?)Body[attribute];

    /// <summary>What is deployed as environment of a function.</summary>
    public string? Variable(string name) => (string?)Body["environment"]?["variables"]?[name];
}
