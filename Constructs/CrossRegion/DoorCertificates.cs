using HashiCorp.Cdktf.Providers.Aws.AcmCertificate;
using HashiCorp.Cdktf.Providers.Aws.AcmCertificateValidation;
using HashiCorp.Cdktf.Providers.Aws.Route53Record;

namespace PaymentDr;

/// <summary>
/// A certificate in each region for the names of all doors, so that one which opens later needs no other. AWS asks one account for the same
/// proof in both regions, and for a name and what is below it: three records prove all of it.
/// </summary>
public sealed class DoorCertificates
{
    private const int ProofTtlSeconds = 300;

    public DoorCertificates(PerRegion<Region> regions, DnsZone zone)
    {
        var sides = regions.Map(region => new Side(region, zone));
        Route53Record[] proofs = [sides.Primary.Prove("api"), sides.Primary.Prove("pay"), sides.Primary.Prove("drill")];
        Issued = sides.Map(side => side.WaitFor(proofs));
    }

    /// <summary>Of each region's certificate, once AWS has issued it.</summary>
    public PerRegion<AcmCertificateValidation> Issued { get; }

    private sealed class Side : RegionalConstruct
    {
        private readonly DnsZone _zone;
        private readonly AcmCertificate _certificate;

        public Side(Region region, DnsZone zone) : base(region, "certificates")
        {
            _zone = zone;
            _certificate = new AcmCertificate(this, "certificate", new AcmCertificateConfig
            {
                Provider = Region.Provider,
                DomainName = zone.NameOf("api"),
                SubjectAlternativeNames = [zone.NameOf("*.api"), zone.NameOf("pay"), zone.NameOf("*.pay"), zone.NameOf("drill")],
                ValidationMethod = "DNS",
                // A door cannot be without one.
                Lifecycle = new TerraformResourceLifecycle { CreateBeforeDestroy = true },
                Tags = Region.TagName("certificate", "doors"),
            });
        }

        /// <summary>The record by which AWS sees that the name is ours.</summary>
        public Route53Record Prove(string label)
        {
            return new Route53Record(this, $"proof-{label}", new Route53RecordConfig
            {
                Provider = Region.Provider,
                ZoneId = _zone.Id,
                Name = Option("name"),
                Type = Option("type"),
                Records = [Option("value")],
                Ttl = ProofTtlSeconds,
            });

            // Terraform keeps what is to be proved as a set, in an order of its own.
            string Option(string attribute) =>
                $"${{one([for option in {_certificate.Fqn}.domain_validation_options : option.resource_record_{attribute} if option.domain_name == \"{_zone.NameOf(label)}\"])}}";
        }

        public AcmCertificateValidation WaitFor(Route53Record[] proofs) => new(this, "issued", new AcmCertificateValidationConfig
        {
            Provider = Region.Provider,
            CertificateArn = _certificate.Arn,
            ValidationRecordFqdns = [.. proofs.Select(proof => proof.Fqdn)],
            DependsOn = _zone.Delegation,
        });
    }
}
