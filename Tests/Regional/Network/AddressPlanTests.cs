using System.Net;

namespace PaymentDr.Tests.Regional.Network;

[TestFixture]
public sealed class AddressPlanTests
{
    [TestCase("10.0.0.0/16", "10.0.0.0/20", "10.0.80.0/20", "10.0.128.0/20", "10.0.208.0/20")]
    [TestCase("192.168.240.0/20", "192.168.240.0/24", "192.168.245.0/24", "192.168.248.0/24", "192.168.253.0/24")]
    public void Six_zones_fit_with_a_private_and_a_public_part_each(string network, string firstPrivate, string lastPrivate, string firstPublic, string lastPublic)
    {
        var plan = new AddressPlan(IPNetwork.Parse(network));

        Assert.That(
            new[] { plan.Private(0), plan.Private(5), plan.Public(0), plan.Public(5) }.Select(part => part.ToString()),
            Is.EqualTo(new[] { firstPrivate, lastPrivate, firstPublic, lastPublic }));
    }

    [Test]
    public void No_part_overlaps_another_and_all_lie_in_the_network()
    {
        var network = IPNetwork.Parse("10.4.0.0/18");
        var plan = new AddressPlan(network);
        var parts = Enumerable.Range(0, 6).SelectMany(zone => new[] { plan.Private(zone), plan.Public(zone) }).ToArray();

        Assert.That(parts, Is.Unique);
        Assert.That(parts, Has.All.Matches<IPNetwork>(part => network.Contains(part.BaseAddress) && part.PrefixLength == 22));
    }
}
