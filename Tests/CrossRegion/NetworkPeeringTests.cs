namespace PaymentDr.Tests.CrossRegion;

[TestFixture]
public sealed class NetworkPeeringTests
{
    [Snapshot]
    [TestCase("primary")]
    [TestCase("secondary")]
    public void Side(string region) => Snapshot.Verify(SynthesizedStack.Default.Slice($"{region}/peering"));

    [TestCase("primary", "10.1.0.0/16")]
    [TestCase("secondary", "10.0.0.0/16")]
    public void Every_private_route_table_leads_to_the_peer(string region, string peer)
    {
        var stack = SynthesizedStack.Default;
        var tables = stack.Elements.Where(element => element.Type == "aws_route_table" && element.Path.StartsWith($"{region}/network/private/", StringComparison.Ordinal));
        var routes = stack.Elements.Where(element => element.Type == "aws_route" && element.Path.StartsWith($"{region}/peering/", StringComparison.Ordinal)).ToArray();

        Assert.That(routes.Select(route => stack.Referenced(route.Text("route_table_id")!)), Is.EquivalentTo(tables));
        Assert.That(routes.Select(route => route.Text("destination_cidr_block")), Is.All.EqualTo(peer));
    }

    [Test]
    public void Options_and_routes_wait_for_the_acceptance()
    {
        var users = SynthesizedStack.Default.Elements.Where(element =>
            element.Path.Contains("/peering/", StringComparison.Ordinal) && element.Type is ("aws_route" or "aws_vpc_peering_connection_options"));

        Assert.That(users.Select(user => user.Text("vpc_peering_connection_id")), Has.Exactly(3 + 3 + 2).StartsWith("${aws_vpc_peering_connection_accepter."));
    }
}
