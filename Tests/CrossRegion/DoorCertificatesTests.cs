namespace PaymentDr.Tests.CrossRegion;

[TestFixture]
public sealed class DoorCertificatesTests
{
    [Snapshot]
    [TestCase("primary")]
    [TestCase("secondary")]
    public void Side(string region) => Snapshot.Verify(SynthesizedStack.Default.Slice($"{region}/certificates"));

    [Test]
    public void Every_name_that_a_door_answers_to_stands_in_its_regions_certificate()
    {
        Assert.That(SynthesizedStack.Variants.SelectMany(Uncovered), Is.Empty);

        var broken = SynthesizedStack.Default.Broken(file => file.Resource("aws_acm_certificate", "secondary")["subject_alternative_names"]!.AsArray().RemoveAt(0));
        Assert.That(Uncovered(broken), Is.EqualTo(new[] { "secondary.api.payments.invalid has no certificate in secondary" }));
    }

    private static IEnumerable<string> Uncovered(SynthesizedStack stack) =>
        from domain in stack.Elements
        where domain.Type == "aws_api_gateway_domain_name"
        let name = domain.Text("domain_name")!
        let issued = stack.Referenced(domain.Text("regional_certificate_arn")!)
        let certificate = stack.Referenced(issued.Text("certificate_arn")!)
        let names = certificate.Body["subject_alternative_names"]!.AsArray().Select(node => node!.GetValue<string>()).Append(certificate.Text("domain_name")!)
        where certificate.Scope != domain.Scope || !names.Any(covered => covered == name || covered == $"*.{name.Split('.', 2)[1]}")
        select $"{name} has no certificate in {domain.Scope}";
}
