using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Parity;

/// <summary>Both regions of a stack, attribute by attribute, with what must differ replaced by what it means.</summary>
internal sealed partial class Comparison
{
    private readonly SynthesizedStack _stack;
    private readonly Dictionary<string, (string From, string To)[]> _meanings;
    private readonly Dictionary<string, Dictionary<string, string>> _primary;

    public Comparison(SynthesizedStack stack)
    {
        _stack = stack;
        _meanings = new[] { "primary", "secondary" }.ToDictionary(scope => scope, scope => Meanings(stack, scope));
        _primary = Shapes("primary");
    }

    public IEnumerable<Difference> Differences()
    {
        var secondary = Shapes("secondary");
        return _primary.Keys.Union(secondary.Keys).SelectMany(key => Differences(key, _primary.GetValueOrDefault(key), secondary.GetValueOrDefault(key)));
    }

    /// <summary>Of one element of the secondary, which the primary has too, were it another one; without a body, were it not there.</summary>
    public IEnumerable<Difference> Differences(Element secondary, JsonObject? body) =>
        Differences(Key(secondary), _primary[Key(secondary)], body is null ? null : Shape(body, "secondary"));

    /// <summary>Whether both regions have it.</summary>
    public bool HasTwin(Element secondary) => _primary.ContainsKey(Key(secondary));

    /// <summary>Type, and path within the region.</summary>
    public static string Key(Element element) => $"{element.Type} {element.Path[(element.Scope.Length + 1)..]}";

    /// <summary>With what ought to differ and does not.</summary>
    private static IEnumerable<Difference> Differences(string key, Dictionary<string, string>? primary, Dictionary<string, string>? secondary) =>
        primary is null || secondary is null
            ? [new(key, "", primary is null ? null : "there", secondary is null ? null : "there")]
            : from path in primary.Keys.Union(secondary.Keys).Union(AllowedDifferences.PathsOf(key))
              let one = primary.GetValueOrDefault(path)
              let other = secondary.GetValueOrDefault(path)
              where one != other || AllowedDifferences.Attributes.ContainsKey((key, path))
              select new Difference(key, path, one, other);

    private Dictionary<string, Dictionary<string, string>> Shapes(string scope)
    {
        var elements = _stack.Elements.Where(element => element.Scope == scope).Select(element => (Key(element), element.Body));
        var replicas = from each in Replicas.Of(_stack)
                       select ($"{Key(each.Declared)}, replicated", each.Declared.Scope == scope ? each.Own : each.Replica);
        return elements.Concat(replicas).ToDictionary(each => each.Item1, each => Shape(each.Item2, scope));
    }

    private Dictionary<string, string> Shape(JsonObject body, string scope) =>
        Attributes.Of(body).ToDictionary(attribute => attribute.Path, attribute => Meaning(attribute.Value, scope));

    private string Meaning(JsonNode? value, string scope)
    {
        if (value is not JsonValue text || !text.TryGetValue<string>(out var said))
        {
            return value?.ToJsonString() ?? "null";
        }

        var meant = _meanings[scope].Aggregate(said, (text, meaning) => text.Replace(meaning.From, meaning.To, StringComparison.Ordinal));
        return $"'{WithPlaces(PathHash().Replace(meant, ""), scope)}'";
    }

    private static (string From, string To)[] Meanings(SynthesizedStack stack, string scope)
    {
        var other = scope == "primary" ? "secondary" : "primary";
        return
        [
            .. DeclaredOnce(stack).Select(shared => (shared.Address, $"{{{Key(shared)}}}")),
            (stack.RegionOf(scope), "{here}"), (stack.RegionOf(other), "{there}"),
            (SiteOf(scope), "{Role}"), (SiteOf(other), "{Other role}"),
            (Network(stack, scope), "{own}."), (Network(stack, other), "{peer}."),
            (scope, "{role}"), (other, "{other role}"),
        ];
    }

    /// <summary>In one region, for both.</summary>
    private static IEnumerable<Element> DeclaredOnce(SynthesizedStack stack) =>
        stack.Elements.GroupBy(Key).Where(places => places.Count() == 1).Select(places => places.Single());

    /// <summary>As programs call it.</summary>
    private static string SiteOf(string scope) => $"{char.ToUpperInvariant(scope[0])}{scope[1..]}";

    /// <summary>The first two numbers of a /16.</summary>
    private static string Network(SynthesizedStack stack, string scope)
    {
        var cidr = stack.Elements.Single(element => element.Type == "aws_vpc" && element.Scope == scope).Text("cidr_block")!;
        return string.Join('.', cidr.Split('.').Take(2)) + ".";
    }

    /// <summary>What is replicated is one thing in the file and two at AWS: here and there.</summary>
    private static string WithPlaces(string meant, string scope)
    {
        var (home, away) = scope == "primary" ? ("here", "there") : ("there", "here");
        var there = OfSecret().Replace(OfTable().Replace(meant, $"<{away} $1>.$2"), each =>
            (each.Groups["from"].Value, each.Groups["to"].Value) == (home, away) ? $"<{away} {each.Groups["it"]}>.arn" : each.Value);
        return AtHome().Replace(there, $"<{home} $1>.$2");
    }

    /// <summary>A part of a global table, in the region that it is replicated to.</summary>
    [GeneratedRegex(@"one\(\{([^}]+)\}\.replica\)\.(arn|stream_arn)")]
    private static partial Regex OfTable();

    /// <summary>The arn of a secret there, of which the provider knows the one at home only.</summary>
    [GeneratedRegex(@"replace\(\{(?<it>aws_secretsmanager_secret [^}]+)\}\.arn, "":\{(?<from>\w+)\}:"", "":\{(?<to>\w+)\}:""\)")]
    private static partial Regex OfSecret();

    [GeneratedRegex(@"\{(aws_(?:secretsmanager_secret|dynamodb_table) [^}]+)\}\.(arn|stream_arn)")]
    private static partial Regex AtHome();

    /// <summary>The end of a logical id, which cdktf computes from the path.</summary>
    [GeneratedRegex("_[0-9A-F]{8}(?=[.\"]|$)")]
    private static partial Regex PathHash();
}
