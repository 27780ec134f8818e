using System.Text.Json.Nodes;

namespace PaymentDr.Tests;

/// <summary>The file that Terraform reads, as something to ask questions of.</summary>
internal sealed class SynthesizedStack
{
    private static readonly Lazy<SynthesizedStack> LazyDefault = new(() => Of(TestSettings.Default));

    private SynthesizedStack(JsonObject file, string constructTree) => (File, ConstructTree) = (file, constructTree);

    /// <summary>The default settings, synthesized once for all tests.</summary>
    public static SynthesizedStack Default => LazyDefault.Value;

    public JsonObject File { get; }

    public string ConstructTree { get; }

    public IReadOnlyList<Element> Elements =>
    [
        .. from kind in new[] { "resource", "data" }
           where File[kind] is not null
           from type in File[kind]!.AsObject()
           from body in type.Value!.AsObject()
           select new Element(kind, type.Key, body.Key, body.Value!.AsObject()),
    ];

    public static SynthesizedStack Of(PaymentDrSettings settings) => Of(app => new PaymentDrStack(app, settings));

    public static SynthesizedStack Of(Func<App, TerraformStack> build)
    {
        using var folder = new TemporaryFolder();
        var app = new App(new AppConfig { Outdir = folder.Path });
        var stack = build(app);
        app.Synth();
        var json = System.IO.File.ReadAllText(folder.PathOf("stacks", stack.Node.Id, "cdk.tf.json"));
        return new(JsonNode.Parse(json)!.AsObject(), Testing.RenderConstructTree(stack));
    }

    /// <summary>The element that an expression such as <c>${aws_vpc.name.id}</c> refers to.</summary>
    public Element Referenced(string expression)
    {
        var address = expression["${".Length..expression.LastIndexOf('.')];
        return Elements.Single(element => element.Address == address);
    }

    public string RegionOf(Element element) => File["provider"]!["aws"]!.AsArray()
        .Single(provider => $"aws.{provider!["alias"]}" == element.Text("provider"))!["region"]!.GetValue<string>();

    /// <summary>The elements of one part of the construct tree, by address.</summary>
    public JsonObject Slice(string path) => new(Elements
        .Where(element => element.Path == path || element.Path.StartsWith($"{path}/", StringComparison.Ordinal))
        .Select(element => KeyValuePair.Create(element.Address, (JsonNode?)element.WithoutMetadata())));

    /// <summary>A copy with one thing changed: the way to see a law fail.</summary>
    public SynthesizedStack Broken(Action<JsonObject> change)
    {
        var copy = File.DeepClone().AsObject();
        change(copy);
        return new(copy, ConstructTree);
    }
}
