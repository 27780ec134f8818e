using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Documents;

/// <summary>What stands in the synthesized file, by the names under which commands ask for it.</summary>
internal sealed partial class DeployedThings(SynthesizedStack stack)
{
    public const string Account = "123456789012";

    /// <summary>What a resource's name is called, the first that it has.</summary>
    private static readonly string[] NameAttributes =
    [
        "function_name", "alarm_name", "dashboard_name", "cluster_identifier", "global_cluster_identifier", "identifier", "bucket", "family", "set_identifier", "name",
    ];

    /// <summary>Attributes whose value is another resource's, whose name they only repeat.</summary>
    private static readonly string[] Referring = ["aws_lambda_permission", "aws_lambda_event_source_mapping", "aws_route53_record"];

    private readonly ILookup<string, string> _names = stack.Elements
        .Where(element => element.Kind == "resource")
        .Select(element => (element.Type, Name: NameOf(element)))
        .Where(named => named.Name is { } name && !name.Contains("${", StringComparison.Ordinal))
        .ToLookup(named => named.Type, named => named.Name!);

    private readonly Lazy<IReadOnlySet<string>> _all = new(() => TextsOf(stack.File).Select(WithAccount).ToHashSet());

    public string Suffix => stack.Settings!.Naming.Suffix;

    public string Zone => stack.Settings!.Zone.Name;

    public IReadOnlySet<string> Outputs => stack.File["output"]!.AsObject().Select(output => output.Key).ToHashSet();

    /// <summary>Names that a query of DNS would answer.</summary>
    public IEnumerable<string> Hosts => _all.Value.Where(text => text.EndsWith($".{Zone}", StringComparison.Ordinal));

    public bool Has(string type, string name) => _names[type].Contains(name);

    /// <summary>Anywhere in the file: the name of a thing, or of a metric or a tag of one.</summary>
    public bool Has(string name) => _all.Value.Contains(name);

    /// <summary>Whether an alarm reads that metric there, as Route 53 does a switch's.</summary>
    public bool IsRead(string space, string metric) =>
        stack.Elements.Any(alarm => alarm.Type == "aws_cloudwatch_metric_alarm" && alarm.Text("namespace") == space && alarm.Text("metric_name") == metric);

    public bool HasBelow(string type, string path) => _names[type].Any(name => name.StartsWith($"{path}/", StringComparison.Ordinal));

    public string RegionOf(string role) => stack.RegionOf(role);

    private static string? NameOf(Element element) => Referring.Contains(element.Type)
        ? (string?)element.Body["tags"]?["Name"]
        : NameAttributes.Select(element.Text).OfType<string>().Append((string?)element.Body["tags"]?["Name"]).OfType<string>().Select(WithAccount)
            .FirstOrDefault(name => !name.Contains("${", StringComparison.Ordinal));

    private static IEnumerable<string> TextsOf(JsonNode? node) => node switch
    {
        JsonObject body => body.Where(member => member.Key != "//").SelectMany(member => TextsOf(member.Value)),
        JsonArray items => items.SelectMany(TextsOf),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };

    private static string WithAccount(string name) => OwnerId().Replace(name, Account);

    [GeneratedRegex(@"\$\{aws_vpc\.[^}]+\.owner_id\}")]
    private static partial Regex OwnerId();
}
