"""Load balancers: what is not theirs any more when they go, and what AWS refuses of them, of their certificates and of their logs."""
from moto.elbv2.exceptions import ELBClientError
from moto.elbv2.models import ELBv2Backend
from moto.s3.models import s3_backends
from moto.wafv2.models import wafv2_backends

from access import grants
from acm import is_issued
from kms import as_list, statements
from patching import around

# Who writes the logs: the service, or in regions older than 2022 an account of AWS's.
LOGS = "logdelivery.elasticloadbalancing.amazonaws.com"
ACCOUNTS = {"us-east-1": "127311923021", "us-west-2": "797873946194", "eu-west-1": "156460612806"}


def check_certificate(backend, arn):
    if arn and ":acm:" in arn and not is_issued(backend.account_id, backend.region_name, arn):
        raise ELBClientError("UnsupportedCertificate", f"The certificate '{arn}' must be an issued one of {backend.region_name}.")


def admits(policy, region, target):
    return any(
        grants(statement, "s3:PutObject", target)
        and (LOGS in as_list(statement.get("Principal", {}).get("Service", []))
             or any(ACCOUNTS.get(region, LOGS) in principal for principal in as_list(statement.get("Principal", {}).get("AWS", []))))
        for statement in statements(policy))


def check_log(backend, attributes):
    name, prefix = attributes.get("access_logs.s3.bucket"), attributes.get("access_logs.s3.prefix")
    target = "/".join(filter(None, (f"arn:aws:s3:::{name}", prefix, "AWSLogs", backend.account_id, "test")))
    bucket = s3_backends[backend.account_id]["aws"].buckets.get(name)
    if not bucket or bucket.region_name != backend.region_name or not bucket.policy or not admits(bucket.policy.decode(), backend.region_name, target):
        raise ELBClientError("InvalidConfigurationRequest", f"Access Denied for bucket: {name}. Please check S3bucket permission")
    if "aws:kms" in str(bucket.encryption):
        raise ELBClientError("InvalidConfigurationRequest", f"Access Denied for bucket: {name}. Logs are encrypted by S3's own keys alone.")


def install():
    @around(ELBv2Backend, "create_listener")
    def create_listener(original, backend, **kwargs):
        check_certificate(backend, kwargs["certificate"])
        return original(**kwargs)

    @around(ELBv2Backend, "modify_listener")
    def modify_listener(original, backend, arn, port=None, protocol=None, ssl_policy=None, certificates=None, actions=None):
        for certificate in certificates or []:
            check_certificate(backend, certificate["CertificateArn"])
        return original(arn, port, protocol, ssl_policy, certificates, actions)

    @around(ELBv2Backend, "modify_load_balancer_attributes")
    def modify_load_balancer_attributes(original, backend, arn, attrs):
        wanted = {**backend.describe_load_balancer_attributes(arn), **attrs}
        if wanted.get("access_logs.s3.enabled") == "true":
            check_log(backend, wanted)
        return original(arn, attrs)

    @around(ELBv2Backend, "delete_load_balancer")
    def delete_load_balancer(original, backend, arn):
        if arn in backend.load_balancers and backend.describe_load_balancer_attributes(arn).get("deletion_protection.enabled") == "true":
            raise ELBClientError("OperationNotPermitted", f"Load balancer '{arn}' cannot be deleted because deletion protection is enabled")
        wafv2_backends[backend.account_id][backend.region_name].disassociate_web_acl(arn)
        return original(arn)
