using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PaymentDr.Tests.Permissions;

namespace PaymentDr.Tests.Recovery;

/// <summary>What texts, arns and addresses of a synthesized file lead to, as seen from one region.</summary>
internal sealed partial class Things
{
    /// <summary>By which an element is known at AWS, where it has several.</summary>
    private static readonly string[] Names =
        ["function_name", "cluster_identifier", "identifier", "global_cluster_identifier", "alarm_name", "bucket", "domain_name", "name", "family"];

    /// <summary>What a replica has in common with all others; by it whoever asks means the one that he asks.</summary>
    private static readonly string[] OfEveryReplica = ["name", "id", "replica"];

    private readonly SynthesizedStack _stack;
    private readonly string _here;
    private readonly Arns _arns;
    private readonly string _environment;
    private readonly Dictionary<string, Element> _elements;
    private readonly Dictionary<string, Thing> _byArn = [];
    private readonly ILookup<string, Thing> _names;

    public Things(SynthesizedStack stack, string here)
    {
        (_stack, _here, _arns) = (stack, here, new Arns(stack));
        _environment = (string)stack.File["provider"]!["aws"]![0]!["default_tags"]![0]!["tags"]!["Environment"]!;
        _elements = stack.Elements.Where(element => element.Kind == "resource").ToDictionary(element => element.Address);
        foreach (var element in _elements.Values)
        {
            if (element.Type == "aws_ssm_parameter")
            {
                _byArn.Add($"arn:aws:ssm:{stack.RegionOf(element)}:{Arns.Account}:parameter{element.Text("name")}", Of(element));
            }
            else if (element.Type == "aws_ecs_service")
            {
                _byArn.Add(_arns.Of($"${{{element.Address}.id}}"), Of(element));
            }
            else if (_arns.Find(element) is { } arn)
            {
                _byArn.Add(arn, Of(element));
                foreach (var region in Replicas(element))
                {
                    _byArn.Add(_arns.InRegion(element, region), Of(element, region));
                }
            }
        }

        _names = _elements.Values.Where(element => element.Type == "aws_route53_record").ToLookup(NameOfRecord, record => Of(record));
    }

    public Thing Of(Element element, string? region = null) => new(ElementTypes.KindOf(element), NameOf(element), region ?? RegionOf(element), element);

    /// <summary>Those of other regions than the element's own.</summary>
    public static IEnumerable<string> Replicas(Element element) => ReplicasOf(element).Select(RegionOf);

    public static IEnumerable<JsonNode> ReplicasOf(Element element) => (element.Body["replica"]?.AsArray() ?? []).OfType<JsonNode>();

    public static string RegionOf(JsonNode replica) => (string)(replica["region_name"] ?? replica["region"])!;

    /// <param name="text">Of an argument: references, arns, addresses and regions in it.</param>
    public IEnumerable<Thing> In(string text)
    {
        // The account is in no region.
        var rest = Owner().Replace(text, Arns.Account);
        return
        [
            .. Take(ref rest, Reference()).Select(Referenced),
            .. Take(ref rest, Arn()).SelectMany(match => At(match.Value)),
            .. Take(ref rest, Address()).SelectMany(match => Behind(match.Groups[1].Value)),
            .. Take(ref rest, AwsHost()).Select(match => HostOfAws(match.Value)),
            .. Take(ref rest, RegionCode()).Select(match => new Thing("region", match.Groups[1].Value, match.Groups[1].Value)),
        ];
    }

    /// <summary>What is meant by an arn, which may be of a part of it, or of several.</summary>
    public IEnumerable<Thing> At(string arn)
    {
        var parts = arn.Split(':', 6);
        if (_byArn.TryGetValue(arn, out var found))
        {
            return [found];
        }

        var known = _byArn.Where(each => IsPartOf(arn, each.Key) || (arn.Contains('*', StringComparison.Ordinal) && Wildcard.Matches(arn, each.Key))).Select(each => each.Value).ToArray();
        return known.Length > 0 ? known
            : [new(Thing.Undeclared, $"{parts[2]}:{parts[5]}", parts[3] != "" ? parts[3] : parts[2] == "s3" ? RegionIn(parts[5]) : Thing.Global)];
    }

    /// <summary>A name of ours leads to this region if any of its records does.</summary>
    public IEnumerable<Thing> Behind(string host)
    {
        if (AwsHost().IsMatch(host))
        {
            return [HostOfAws(host)];
        }

        var records = _names[host].ToArray();
        var here = records.Where(record => record.Region == _here).ToArray();
        return here.Length > 0 ? here : records.Length > 0 ? records : [new("address", host, Thing.Unknown)];
    }

    /// <summary>A bucket that is named and not referred to.</summary>
    public IEnumerable<Thing> Bucket(string name) => At($"arn:aws:s3:::{_arns.Of(name)}");

    /// <summary>Where an element itself is, or for names: where they lead.</summary>
    private string RegionOf(Element element) =>
        element.Type == "aws_route53_record" && Reference().Match((string?)element.Body["alias"]?["name"] ?? "") is { Success: true } target
            ? _stack.RegionOf(_elements[target.Groups[1].Value])
        : ElementTypes.IsWorldwide(element) ? Thing.Global
        : _stack.RegionOf(element);

    private Thing Referenced(Match match)
    {
        var (element, attribute, moved) = (_elements[match.Groups[1].Value], match.Groups[2].Value, match.Groups[3].Value);
        var home = _stack.RegionOf(element);
        return moved != "" && moved != home ? Replicas(element).Contains(moved) ? Of(element, moved) : Of(element) with { Region = Thing.Unknown }
            : OfEveryReplica.Contains(attribute) && Replicas(element).Contains(_here) && (attribute != "id" || element.Type == "aws_dynamodb_table") ? Of(element, _here)
            : Of(element);
    }

    private string NameOfRecord(Element record) => Reference().Match(record.Text("name")!) is { Success: true } reference
        ? _elements[reference.Groups[1].Value].Text("domain_name") ?? ""
        : record.Text("name")!;

    private string NameOf(Element element)
    {
        if (element.Type == "aws_route53_record")
        {
            return NameOfRecord(element) is { Length: > 0 } name && !name.Contains('$', StringComparison.Ordinal) ? name : PathOf(element);
        }

        var given = Names.Select(element.Text).Append((string?)element.Body["tags"]?["Name"]).OfType<string>().Select(name => Owner().Replace(name, Arns.Account))
            .FirstOrDefault(name => !Reference().IsMatch(name));
        return given is null ? PathOf(element) : Site().Replace(given, "").Replace($"-{Arns.Account}", "", StringComparison.Ordinal)
            .Replace($"-{_environment}", "", StringComparison.Ordinal).Replace($"/{_environment}/", "/", StringComparison.Ordinal);
    }

    private static string PathOf(Element element) => element.Path.Split('/', 2)[1];

    private static Thing HostOfAws(string host) => RegionIn(host) is var region && host.Contains(".dkr.ecr.", StringComparison.Ordinal)
        ? new("artefact", host, region)
        : new("endpoint", host, region);

    private static string RegionIn(string text) => RegionCode().Match(text) is { Success: true } code ? code.Groups[1].Value : Thing.Unknown;

    /// <summary>As in table/index, group:stream, folder/*.</summary>
    private static bool IsPartOf(string arn, string whole) => arn.StartsWith(whole, StringComparison.Ordinal) && arn[whole.Length] is '/' or ':';

    private static Match[] Take(ref string text, Regex pattern)
    {
        var found = pattern.Matches(text).ToArray();
        text = pattern.Replace(text, " ");
        return found;
    }

    [GeneratedRegex(@"\$\{aws_vpc\.[\w-]+\.owner_id\}")]
    private static partial Regex Owner();

    [GeneratedRegex(@"(?<![\w.])(aws_\w+\.[\w-]+)\.(\w+)(?:@([a-z0-9-]+))?")]
    private static partial Regex Reference();

    [GeneratedRegex(@"arn:aws:[\w-]+:[\w-]*:\d*:[\w:/.*?-]+")]
    private static partial Regex Arn();

    [GeneratedRegex(@"https?://([\w.-]+)")]
    private static partial Regex Address();

    [GeneratedRegex(@"[\w.-]+\.amazonaws\.com")]
    private static partial Regex AwsHost();

    [GeneratedRegex(@"(?<![a-z])([a-z]{2}-(?:gov-|iso[a-z]?-)?(?:north|south|east|west|central|northeast|southeast|northwest|southwest)-\d)(?!\d)")]
    private static partial Regex RegionCode();

    [GeneratedRegex("-(primary|secondary)(?=-|$)")]
    private static partial Regex Site();
}
