using System.Text.Json.Nodes;

namespace PaymentDr.Tests.CrossRegion;

[TestFixture]
public sealed class DnsZoneTests
{
    [Test, Snapshot]
    public void Zone() => Snapshot.Verify(SynthesizedStack.Default.Slice("primary/dns"));

    [Test]
    public void An_existing_zone_is_not_made()
    {
        var stack = SynthesizedStack.Of(TestSettings.With(("PAYMENTDR__Zone__Id", "Z0123456789EXISTING")));

        Assert.That(stack.Elements.Where(element => element.Type == "aws_route53_zone"), Is.Empty);
        Assert.That(Records(stack).Select(record => record.Text("zone_id")), Is.Not.Empty.And.All.EqualTo("Z0123456789EXISTING"));
        Assert.That(stack.File["output"]!["zone_name_servers"], Is.Null);
    }

    [Test]
    public void A_zone_that_is_made_under_its_parent_is_delegated_before_certificates_are_waited_for()
    {
        var stack = SynthesizedStack.Of(TestSettings.With(("PAYMENTDR__Zone__Name", "pay.example.net"), ("PAYMENTDR__Zone__ParentId", "Z0123456789PARENT")));

        var delegation = Records(stack).Single(record => record.Text("type") == "NS");
        Assert.That((delegation.Text("zone_id"), delegation.Text("name")), Is.EqualTo(("Z0123456789PARENT", "pay.example.net")));
        Assert.That(stack.Referenced(delegation.Text("records")!).Type, Is.EqualTo("aws_route53_zone"));
        Assert.That(
            stack.Elements.Where(element => element.Type == "aws_acm_certificate_validation").Select(validation => validation.Body["depends_on"]!.ToJsonString()),
            Is.EqualTo(Enumerable.Repeat(new JsonArray(delegation.Address).ToJsonString(), 2)));
    }

    [Test]
    public void The_zone_is_there_before_its_doors()
    {
        var stack = SynthesizedStack.Of(TestSettings.With(("PAYMENTDR__Zone__Delegated", "false")));

        Assert.That(stack.Elements.Count(element => element.Type == "aws_route53_zone"), Is.EqualTo(1));
        Assert.That(stack.File["output"]!["zone_name_servers"], Is.Not.Null);
        Assert.That(stack.Elements.Where(element => element.Type.Split('_')[1] is "acm" or "api" or "appautoscaling" or "ecr" or "ecs" or "kinesis" or "lb" or "wafv2"), Is.Empty);
        Assert.That((stack.Count("aws_route53_record"), stack.Count("aws_route53_health_check")), Is.EqualTo((0, 0)));
    }

    private static IEnumerable<Element> Records(SynthesizedStack stack) => stack.Elements.Where(element => element.Type == "aws_route53_record");
}
