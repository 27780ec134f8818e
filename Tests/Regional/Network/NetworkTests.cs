using System.Text.Json.Nodes;

namespace PaymentDr.Tests.Regional.Network;

[TestFixture]
public sealed class NetworkTests
{
    [Snapshot]
    [TestCase("primary", "public")]
    [TestCase("secondary", "public")]
    [TestCase("primary", "private")]
    [TestCase("secondary", "private")]
    [TestCase("primary", "access")]
    [TestCase("secondary", "access")]
    [TestCase("primary", "flow-logs")]
    [TestCase("secondary", "flow-logs")]
    [TestCase("primary", "s3")]
    [TestCase("secondary", "s3")]
    [TestCase("primary", "dynamodb")]
    [TestCase("secondary", "dynamodb")]
    [TestCase("primary", "default-group")]
    [TestCase("secondary", "default-group")]
    public void Part(string region, string part) => Snapshot.Verify(SynthesizedStack.Default.Slice($"{region}/network/{part}"));

    [Test]
    public void Each_zone_leaves_through_its_own_NAT_gateway()
    {
        Assert.That(
            NatOf(SynthesizedStack.Default, "primary").Select(reference => SynthesizedStack.Default.Referenced(reference).Path),
            Is.EqualTo(new[] { "primary/network/public/zone-0/nat", "primary/network/public/zone-1/nat", "primary/network/public/zone-2/nat" }));
    }

    [Test]
    public void One_NAT_gateway_serves_all_zones_where_the_settings_say_so()
    {
        var stack = SynthesizedStack.Of(TestSettings.With(("PAYMENTDR__Network__Nat", "PerRegion")));

        Assert.That(NatOf(stack, "secondary").Distinct().Count(), Is.EqualTo(1));
        Assert.That(stack.Elements.Count(element => element.Type == "aws_eip"), Is.EqualTo(2));
    }

    [Test]
    public void S3_and_DynamoDB_are_reached_without_NAT_from_every_subnet()
    {
        var endpoints = SynthesizedStack.Default.Elements.Where(element => element.Type == "aws_vpc_endpoint").ToArray();

        Assert.That(endpoints.Select(endpoint => endpoint.Text("service_name")), Is.EquivalentTo(new[]
        {
            "com.amazonaws.us-east-1.dynamodb", "com.amazonaws.us-east-1.s3", "com.amazonaws.us-west-2.dynamodb", "com.amazonaws.us-west-2.s3",
        }));
        Assert.That(endpoints.Select(endpoint => endpoint.Body["route_table_ids"]!.AsArray().Count), Is.All.EqualTo(1 + 3));
    }

    [Test]
    public void Private_subnets_take_answers_and_send_requests_to_the_internet_and_nothing_else()
    {
        var acl = SynthesizedStack.Default.Elements.Single(element => element.Type == "aws_network_acl" && element.Scope == "primary");

        Assert.That(PortsOf(acl, "ingress", "0.0.0.0/0"), Is.EqualTo(new[] { (1024, 65535) }));
        Assert.That(PortsOf(acl, "egress", "0.0.0.0/0"), Is.EqualTo(new[] { (443, 443) }));
        Assert.That(PortsOf(acl, "ingress", "10.1.0.0/16"), Is.EqualTo(new[] { (443, 443) }));
    }

    [Test]
    public void Only_the_balancer_is_open_to_the_internet_and_only_for_HTTPS()
    {
        var open = SynthesizedStack.Default.Elements.Where(element => element.Type == "aws_vpc_security_group_ingress_rule" && element.Body.ContainsKey("cidr_ipv4")).ToArray();

        Assert.That(open.Select(rule => rule.Path), Is.EquivalentTo(new[] { "primary/network/access/balancer-in", "secondary/network/access/balancer-in" }));
        Assert.That(open.Select(rule => (rule.Body["from_port"]!.GetValue<int>(), rule.Body["to_port"]!.GetValue<int>())), Is.All.EqualTo((443, 443)));
    }

    private static string[] NatOf(SynthesizedStack stack, string region) =>
    [
        .. from route in stack.Elements
           where route.Type == "aws_route" && route.Path.StartsWith($"{region}/network/private/", StringComparison.Ordinal)
           select route.Text("nat_gateway_id"),
    ];

    private static IEnumerable<(int From, int To)> PortsOf(Element acl, string direction, string cidr) =>
        from JsonNode rule in acl.Body[direction]!.AsArray()
        where rule["cidr_block"]!.GetValue<string>() == cidr
        select (rule["from_port"]!.GetValue<int>(), rule["to_port"]!.GetValue<int>());
}
