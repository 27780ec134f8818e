"""ACM: a certificate is issued as soon as its validation records are in a zone, and stays while a domain name or a listener uses it."""
from moto.acm.models import AWSCertificateManagerBackend, CertBundle, acm_backends
from moto.apigateway.models import apigateway_backends
from moto.core.exceptions import JsonRESTError
from moto.elbv2.models import elbv2_backends
from moto.route53.models import route53_backends

from patching import around


def records(account):
    return {record.name.rstrip(".") for zone in route53_backends[account]["aws"].zones.values() for record in zone.rrsets}


def is_issued(account, region, arn):
    certificate = acm_backends[account][region]._certificates.get(arn or "")
    if certificate:
        certificate.check()
    return bool(certificate) and certificate.status == "ISSUED"


def certificates_of_listeners(backend):
    balancers = elbv2_backends[backend.account_id][backend.region_name].load_balancers.values()
    return {certificate for balancer in balancers for listener in balancer.listeners.values() for certificate in listener.certificates}


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
        if any(name.regional_certificate_arn == arn for name in names) or arn in certificates_of_listeners(backend):
            raise JsonRESTError("ResourceInUseException", f"Certificate {arn} in account {backend.account_id} is in use.")
        return original(arn)
