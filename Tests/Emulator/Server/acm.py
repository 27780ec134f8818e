"""ACM: a certificate is issued as soon as its validation records are in a zone, and stays while a domain name uses it."""
from moto.acm.models import AWSCertificateManagerBackend, CertBundle
from moto.apigateway.models import apigateway_backends
from moto.core.exceptions import JsonRESTError
from moto.route53.models import route53_backends

from patching import around


def records(account):
    return {record.name.rstrip(".") for zone in route53_backends[account]["aws"].zones.values() for record in zone.rrsets}


def install():
    @around(CertBundle, "check")
    def check(original, certificate):
        """moto lets a while go by, and looks at no zone."""
        if certificate.type != "AMAZON_ISSUED":
            return original()
        options = certificate.describe()["Certificate"]["DomainValidationOptions"]
        wanted = {option["ResourceRecord"]["Name"].rstrip(".") for option in options}
        certificate.status = "ISSUED" if wanted <= records(certificate.arn.split(":")[4]) else "PENDING_VALIDATION"

    @around(AWSCertificateManagerBackend, "delete_certificate")
    def delete_certificate(original, backend, arn):
        names = apigateway_backends[backend.account_id][backend.region_name].domain_names.values()
        if any(name.regional_certificate_arn == arn for name in names):
            raise JsonRESTError("ResourceInUseException", f"Certificate {arn} in account {backend.account_id} is in use.")
        return original(arn)
