using System.Text.RegularExpressions;

namespace PaymentDr.Tests.Laws;

/// <summary>The region that takes over is built as the one that it takes over from.</summary>
[TestFixture]
public sealed partial class SymmetryLaws
{
    /// <summary>What only one side has, or has otherwise, and why.</summary>
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["aws_backup_selection backups/selection"] = "what both regions share is backed up in one, and copied to the other",
        ["aws_cloudwatch_event_endpoint event-endpoint/endpoint"] = "one endpoint stands over both regions' buses",
        ["aws_dynamodb_table table-ledger/table"] = "a global table is declared once, with its replica",
        ["aws_dynamodb_table table-sessions/table"] = "a global table is declared once, with its replica",
        ["aws_rds_cluster books/cluster"] = "the cluster that begins has the first user, and the other one follows it",
        ["aws_rds_global_cluster global-books/database"] = "a global database is declared once, and its clusters join it",
        ["aws_route53_record certificates/proof-api"] = "the same record proves the certificates of both regions",
        ["aws_route53_record certificates/proof-drill"] = "the same record proves the certificates of both regions",
        ["aws_route53_record certificates/proof-pay"] = "the same record proves the certificates of both regions",
        ["aws_route53_record dns/delegation"] = "a zone is delegated once",
        ["aws_route53_zone dns/zone"] = "DNS has no regions",
        ["aws_ssm_parameter parameters/keys-drill"] = "the key is made at home, and both regions have its hash",
        ["aws_vpc_peering_connection peering/connection"] = "a connection is asked for by one side",
        ["aws_vpc_peering_connection_accepter peering/acceptance"] = "and accepted by the other",
        ["aws_vpc_peering_connection_options peering/options"] = "each side sets the options of its own role",
    };

    /// <summary>The first step of paths, all below which only one side has, and why.</summary>
    private static readonly Dictionary<string, string> ExceptionalParts = new()
    {
        ["deciding"] = "what watches the primary must not be lost with it",
        ["failover-api"] = "DNS has no regions",
        ["failover-drill"] = "DNS has no regions",
        ["failover-pay"] = "DNS has no regions",
        ["giving-back"] = "the secondary gives back what it took over",
        ["return"] = "by which the secondary gives back, in the primary",
        ["switch-drill"] = "as the switch of customers, which it stands for",
        ["switch-traffic"] = "a switch stands where the loss of the primary does not reach it",
    };

    /// <summary>A login is made in one region, which replicates its secret to the other.</summary>
    private static readonly string[] OnlyAtHome =
        ["aws_lambda_invocation", "aws_secretsmanager_random_password", "aws_secretsmanager_secret", "aws_secretsmanager_secret_rotation", "aws_secretsmanager_secret_version"];

    /// <summary>The primary's provider tags what it makes itself.</summary>
    private static readonly string[] OnlyOnReplicas = ["aws_dynamodb_tag"];

    [Test]
    public void Both_regions_hold_the_same_resources_with_the_same_arguments()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Asymmetries), Is.Empty);

        var broken = SynthesizedStack.Default.Broken(file => file.Resource("aws_flow_log", "secondary").Remove("traffic_type"));
        Assert.That(Asymmetries(broken), Has.One.Contains("aws_flow_log network/flow-logs/log"));

        broken = SynthesizedStack.Default.Broken(file => file.Resource("aws_db_subnet_group", "secondary")["description"] = "another");
        Assert.That(Asymmetries(broken), Has.One.Contains("aws_db_subnet_group books/subnets"));

        broken = SynthesizedStack.Default.Broken(file => file.Resource("aws_network_acl", "secondary")["ingress"]![2]!["to_port"] = 65534);
        Assert.That(Asymmetries(broken), Has.One.Contains("aws_network_acl network/private/acl"));

        broken = SynthesizedStack.Default.Broken(file => file["resource"]!.AsObject().Remove("aws_kms_alias"));
        Assert.That(Asymmetries(broken), Is.Empty, "what both lack is symmetric");

        broken = SynthesizedStack.Default.Broken(file =>
        {
            var gateways = file["resource"]!["aws_internet_gateway"]!.AsObject();
            gateways.Remove(gateways.First(gateway => gateway.Key.StartsWith("secondary", StringComparison.Ordinal)).Key);
        });
        Assert.That(Asymmetries(broken), Has.One.EqualTo("aws_internet_gateway network/public/gateway: only in primary"));
    }

    [Test]
    public void Every_exception_is_in_use()
    {
        var shapes = SynthesizedStack.Variants.SelectMany(stack => Shapes(stack, "primary").Concat(Shapes(stack, "secondary"))).Select(shape => shape.Key).ToHashSet();

        Assert.That(Exceptions.Keys, Is.SubsetOf(shapes));
        Assert.That(ExceptionalParts.Keys, Is.SubsetOf(shapes.Select(PartOf)));
    }

    [Test]
    public void Nothing_stands_outside_the_regions()
    {
        Assert.That(SynthesizedStack.Default.Elements.Where(element => element.Scope is not ("primary" or "secondary")), Is.Empty);
    }

    private static IEnumerable<string> Asymmetries(SynthesizedStack stack)
    {
        var (primary, secondary) = (Shapes(stack, "primary"), Shapes(stack, "secondary"));
        return from key in primary.Keys.Union(secondary.Keys)
               where !Exceptions.ContainsKey(key) && !ExceptionalParts.ContainsKey(PartOf(key)) && !OnlyAtHome.Concat(OnlyOnReplicas).Any(type => key.StartsWith($"{type} ", StringComparison.Ordinal))
               let one = primary.GetValueOrDefault(key)
               let other = secondary.GetValueOrDefault(key)
               let difference = other is null ? "only in primary"
                   : one is null ? "only in secondary"
                   : one != other ? $"{one} in primary, {other} in secondary"
                   : null
               where difference is not null
               select $"{key}: {difference}";
    }

    /// <summary>By key the body, with what must differ replaced by what it means.</summary>
    private static Dictionary<string, string> Shapes(SynthesizedStack stack, string scope)
    {
        var other = scope == "primary" ? "secondary" : "primary";
        var fewest = scope == "primary" ? TestSettings.Default.Pay.PrimaryTasks : TestSettings.Default.Pay.SecondaryTasks;
        (string From, string To)[] meanings =
        [
            .. Shared(stack).Select(shared => (shared.Address, $"{{{Key(shared)}}}")),
            // The probes are told which region is the primary.
            ($"primaryRegion\\u0022:\\u0022{stack.RegionOf("primary")}", "{home}"),
            // More run where customers are.
            ($"\"desired_count\":{fewest}", "{fewest}"), ($"\"min_capacity\":{fewest}", "{fewest}"),
            (stack.RegionOf(scope), "{here}"), (stack.RegionOf(other), "{there}"),
            (SiteOf(scope), "{Role}"), (SiteOf(other), "{Other role}"),
            (Network(stack, scope), "{own}."), (Network(stack, other), "{peer}."),
            (scope, "{role}"), (other, "{other role}"),
        ];
        return stack.Elements.Where(element => element.Scope == scope).ToDictionary(
            Key,
            element =>
            {
                var shape = meanings.Aggregate(element.WithoutMetadata().ToJsonString(), (json, meaning) => json.Replace(meaning.From, meaning.To));
                return WithPlaces(PathHash().Replace(shape, ""), scope);
            });
    }

    /// <summary>What is declared in one region, for both.</summary>
    private static IEnumerable<Element> Shared(SynthesizedStack stack) =>
        stack.Elements.GroupBy(Key).Where(places => places.Count() == 1).Select(places => places.Single());

    /// <summary>As programs call it.</summary>
    private static string SiteOf(string scope) => $"{char.ToUpperInvariant(scope[0])}{scope[1..]}";

    /// <summary>Type, and path within the region.</summary>
    private static string Key(Element element) => $"{element.Type} {element.Path[(element.Scope.Length + 1)..]}";

    private static string PartOf(string key) => key.Split(' ')[1].Split('/')[0];

    /// <summary>The first two numbers of a /16.</summary>
    private static string Network(SynthesizedStack stack, string scope)
    {
        var cidr = stack.Elements.Single(element => element.Type == "aws_vpc" && element.Scope == scope).Text("cidr_block")!;
        return string.Join('.', cidr.Split('.').Take(2)) + ".";
    }

    /// <summary>What is replicated is one thing in the file and two at AWS: here and there.</summary>
    private static string WithPlaces(string shape, string scope)
    {
        var (home, away) = scope == "primary" ? ("here", "there") : ("there", "here");
        return AtHome().Replace(AsReplica().Replace(shape, $"<{away} ${{it}}>.${{part}}"), $"<{home} $1>.$2");
    }

    /// <summary>A part of a global table, or the arn of a secret, in the region that it is replicated to.</summary>
    [GeneratedRegex(@"one\(\{(?<it>[^}]+)\}\.replica\)\.(?<part>arn|stream_arn)|replace\(\{(?<it>aws_secretsmanager_secret [^}]+)\}\.(?<part>arn), \\u0022:\{\w+\}:\\u0022, \\u0022:\{\w+\}:\\u0022\)")]
    private static partial Regex AsReplica();

    [GeneratedRegex(@"\{(aws_(?:secretsmanager_secret|dynamodb_table) [^}]+)\}\.(arn|stream_arn)")]
    private static partial Regex AtHome();

    /// <summary>The end of a logical id, which cdktf computes from the path.</summary>
    [GeneratedRegex("_[0-9A-F]{8}(?=[.\"])")]
    private static partial Regex PathHash();
}
