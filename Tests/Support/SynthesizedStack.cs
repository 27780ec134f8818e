using System.Text.Json.Nodes;

namespace PaymentDr.Tests;

/// <summary>The file that Terraform reads, as something to ask questions of.</summary>
internal sealed class SynthesizedStack
{
    private static readonly Lazy<SynthesizedStack> LazyDefault = new(() => Of(TestSettings.Default));

    private static readonly Lazy<SynthesizedStack> LazyWithoutImage = new(() => Of(TestSettings.WithoutImage()));

    private static readonly Lazy<SynthesizedStack> LazyGuarded = new(() => Of(TestSettings.With(("PAYMENTDR__Protection", "Guarded"))));

    private static readonly Lazy<SynthesizedStack> LazyWithEventEndpoint = new(() => Of(TestSettings.With(
        ("PAYMENTDR__Events__GlobalEndpointHealthCheckArn", "arn:aws:route53:::healthcheck/01234567-89ab-cdef-0123-456789abcdef"))));

    private static readonly Lazy<SynthesizedStack> LazyWithRecorder = new(() => Of(TestSettings.With(
        ("PAYMENTDR__Config__Rules", "true"), ("PAYMENTDR__Config__OwnsRecorder", "true"))));

    private static readonly Lazy<IReadOnlyList<SynthesizedStack>> LazyVariants = new(() =>
    [
        Default,
        Guarded,
        WithEventEndpoint,
        WithRecorder,
        Of(TestSettings.With(("ENVIRONMENT_SUFFIX", "pr-1234"), ("PAYMENTDR__Secondary__Region", "us-east-2"), ("PAYMENTDR__Alerts__Emails__0", "on-call@example.com"), ("PAYMENTDR__Alerts__Endpoints__0", "https://alerts.example.com/payments"))),
        Of(TestSettings.With(("PAYMENTDR__Network__Nat", "PerRegion"), ("PAYMENTDR__Secondary__Cidr", "10.7.0.0/16"))),
        WithoutImage,
        Of(TestSettings.With(("PAYMENTDR__Doors__Api", "false"))),
        Of(TestSettings.With(("PAYMENTDR__Doors__Pay", "false"))),
        Of(TestSettings.WithoutImage(("PAYMENTDR__Doors__Api", "false"))),
        Of(TestSettings.With(("PAYMENTDR__Zone__Delegated", "false"))),
        Of(TestSettings.With(("PAYMENTDR__Zone__Id", "Z0123456789EXISTING"))),
        Of(TestSettings.With(("PAYMENTDR__Zone__ParentId", "Z0123456789PARENT"), ("PAYMENTDR__Zone__Name", "payments.example.net"))),
        Of(TestSettings.With(("PAYMENTDR__Backend__Type", "S3"), ("PAYMENTDR__Backend__Bucket", "acme"), ("PAYMENTDR__Backend__Region", "eu-west-1"))),
        Of(TestSettings.With(("PAYMENTDR__Backend__Type", "Cloud"), ("PAYMENTDR__Backend__Organization", "acme"))),
    ]);

    private SynthesizedStack(JsonObject file, string constructTree, PaymentDrSettings? settings)
    {
        (File, ConstructTree, Settings) = (file, constructTree, settings);
        Elements =
        [
            .. from kind in new[] { "resource", "data", "ephemeral" }
               where file[kind] is not null
               from type in file[kind]!.AsObject()
               from body in type.Value!.AsObject()
               select new Element(kind, type.Key, body.Key, body.Value!.AsObject()),
        ];
    }

    /// <summary>The default settings and an image for the service, synthesized once for all tests.</summary>
    public static SynthesizedStack Default => LazyDefault.Value;

    /// <summary>Before an image was published.</summary>
    public static SynthesizedStack WithoutImage => LazyWithoutImage.Value;

    /// <summary>For those who go live: what holds data refuses to be removed.</summary>
    public static SynthesizedStack Guarded => LazyGuarded.Value;

    /// <summary>With one endpoint over both regions' buses.</summary>
    public static SynthesizedStack WithEventEndpoint => LazyWithEventEndpoint.Value;

    /// <summary>With rules of AWS Config, and a recorder for them.</summary>
    public static SynthesizedStack WithRecorder => LazyWithRecorder.Value;

    /// <summary>The default and other settings, by which a law has to hold as well.</summary>
    public static IReadOnlyList<SynthesizedStack> Variants => LazyVariants.Value;

    public JsonObject File { get; }

    /// <summary>Null for a stack that is not the platform's.</summary>
    public PaymentDrSettings? Settings { get; }

    public string ConstructTree { get; }

    public IReadOnlyList<Element> Elements { get; }

    public static SynthesizedStack Of(PaymentDrSettings settings) => Of(app => new PaymentDrStack(app, settings), settings);

    public static SynthesizedStack Of(Func<App, TerraformStack> build, PaymentDrSettings? settings = null)
    {
        using var folder = new TemporaryFolder();
        var app = new App(new AppConfig { Outdir = folder.Path });
        var stack = build(app);
        app.Synth();
        var json = System.IO.File.ReadAllText(folder.PathOf("stacks", stack.Node.Id, "cdk.tf.json"));
        return new(JsonNode.Parse(json)!.AsObject(), Testing.RenderConstructTree(stack), settings);
    }

    /// <summary>The element that an expression such as <c>${aws_vpc.name.id}</c> refers to.</summary>
    public Element Referenced(string expression)
    {
        var address = expression["${".Length..expression.LastIndexOf('.')];
        return Elements.Single(element => element.Address == address);
    }

    /// <summary>Of a kind of element.</summary>
    public int Count(string type) => Elements.Count(element => element.Type == type);

    public string RegionOf(Element element) => RegionOf(element.Text("provider")!.Split('.')[1]);

    /// <summary>By the alias of its provider.</summary>
    public string RegionOf(string alias) => File["provider"]!["aws"]!.AsArray()
        .Single(provider => provider!["alias"]!.GetValue<string>() == alias)!["region"]!.GetValue<string>();

    /// <summary>The elements of one part of the construct tree, by address.</summary>
    public JsonObject Slice(string path) => new(Elements
        .Where(element => element.Path == path || element.Path.StartsWith($"{path}/", StringComparison.Ordinal))
        .Select(element => KeyValuePair.Create(element.Address, (JsonNode?)element.WithoutMetadata())));

    /// <summary>A copy with one thing changed: the way to see a law fail.</summary>
    public SynthesizedStack Broken(Action<JsonObject> change)
    {
        var copy = File.DeepClone().AsObject();
        change(copy);
        return new(copy, ConstructTree, Settings);
    }

    /// <summary>The same file, read again after something in it was changed in place.</summary>
    public SynthesizedStack Again() => new(File, ConstructTree, Settings);
}
