using System.Text.Json.Nodes;
using PaymentDr.Tests.Parity;

namespace PaymentDr.Tests.Laws;

/// <summary>The region that takes over is built as the one that it takes over from, attribute by attribute.</summary>
[TestFixture]
public sealed class SymmetryLaws
{
    [Test]
    public void Both_regions_hold_the_same_resources_with_the_same_arguments()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Asymmetries), Is.Empty);

        Assert.That(Asymmetries(Broken("aws_flow_log", log => log.Remove("traffic_type"))), Is.EqualTo(new[] { "aws_flow_log network/flow-logs/log: traffic_type is 'ALL' in primary, absent in secondary" }));
        Assert.That(Asymmetries(Broken("aws_db_subnet_group", group => group["description"] = "another")), Has.One.Contains("aws_db_subnet_group books/subnets: description is '"));
        Assert.That(Asymmetries(Broken("aws_network_acl", acl => acl["ingress"]![2]!["to_port"] = 65534)), Has.One.Contains("aws_network_acl network/private/acl: ingress/2/to_port is 65535 in primary, 65534 in secondary"));
        Assert.That(
            Asymmetries(Broken("aws_sfn_state_machine", machine => machine["definition"] = ((string)machine["definition"]!).Replace("\"TimeoutSeconds\":5,", "\"TimeoutSeconds\":6,"), "secondary_takeover")),
            Is.Not.Empty.And.All.Contains("definition/States/").And.All.Contains("/TimeoutSeconds is 5 in primary, 6 in secondary"));

        var broken = SynthesizedStack.Default.Broken(file => file["resource"]!.AsObject().Remove("aws_kms_alias"));
        Assert.That(Asymmetries(broken), Is.Empty, "what both lack is symmetric");

        broken = SynthesizedStack.Default.Broken(file =>
        {
            var gateways = file["resource"]!["aws_internet_gateway"]!.AsObject();
            gateways.Remove(gateways.First(gateway => gateway.Key.StartsWith("secondary", StringComparison.Ordinal)).Key);
        });
        Assert.That(Asymmetries(broken), Has.One.EqualTo("aws_internet_gateway network/public/gateway: only in primary"));
    }

    /// <summary>Of books, the standby has to be what the writer is.</summary>
    [TestCase("backup_retention_period", "1")]
    [TestCase("engine_version", "\"16.6\"")]
    [TestCase("db_cluster_parameter_group_name", "\"default.aurora-postgresql16\"")]
    [TestCase("source_region", "\"us-west-2\"")]
    public void What_may_differ_in_some_attributes_is_compared_in_the_others_and_differs_as_it_may(string argument, string value) => Assert.That(
        Asymmetries(Broken("aws_rds_cluster", cluster => cluster[argument] = JsonNode.Parse(value))),
        Has.One.StartsWith($"aws_rds_cluster books/cluster: {argument} is "));

    [TestCase("aws_dynamodb_table", "point_in_time_recovery", "false")]
    [TestCase("aws_dynamodb_table", "kms_key_arn", null)]
    [TestCase("aws_dynamodb_table", "region_name", "\"us-east-1\"")]
    [TestCase("aws_dynamodb_table", "propagate_tags", "true")]
    [TestCase("aws_secretsmanager_secret", "kms_key_id", null)]
    public void A_replica_is_as_what_it_is_a_replica_of(string type, string argument, string? value)
    {
        var broken = SynthesizedStack.Default.Broken(file => file.FirstResource(type)["replica"]![0]![argument] = value is null ? null : JsonNode.Parse(value));

        Assert.That(Asymmetries(broken), Has.One.Contains($", replicated: {argument} is "));
    }

    [Test]
    public void A_replica_has_the_tags_of_its_region()
    {
        var broken = SynthesizedStack.Default.Broken(file => file.FirstResource("aws_dynamodb_tag")["value"] = "another");

        Assert.That(Asymmetries(broken), Has.One.Contains(", replicated: tags/"));
    }

    [Test]
    public void Every_allowed_difference_is_in_use()
    {
        var differences = SynthesizedStack.Variants.SelectMany(stack => new Comparison(stack).Differences()).ToArray();

        Assert.That(AllowedDifferences.Attributes.Keys, Is.SubsetOf(differences.Select(difference => (difference.Key, difference.Path))));
        Assert.That(
            AllowedDifferences.ComparedElsewhere.Keys.Where(place => !differences.Any(difference => difference.Key == place.Key && difference.Path.StartsWith(place.Path, StringComparison.Ordinal))),
            Is.Empty);
        Assert.That(AllowedDifferences.OnlyInOne.Keys, Is.SubsetOf(differences.Where(difference => difference.Path == "").SelectMany(difference => AllowedDifferences.Names(difference.Key))));
    }

    [Test]
    public void Nothing_stands_outside_the_regions()
    {
        Assert.That(SynthesizedStack.Default.Elements.Where(element => element.Scope is not ("primary" or "secondary")), Is.Empty);
    }

    private static IEnumerable<string> Asymmetries(SynthesizedStack stack) =>
        new Comparison(stack).Differences().Where(difference => !AllowedDifferences.Allow(difference)).Select(difference => difference.ToString());

    private static SynthesizedStack Broken(string type, Action<JsonObject> change, string scope = "secondary") =>
        SynthesizedStack.Default.Broken(file => change(file.Resource(type, scope)));
}
