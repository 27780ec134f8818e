"""S3: what a replication keeps of its rules, policies that demand TLS, and what AWS refuses of replication and of ageing."""
from moto.core.responses import ActionResult
from moto.iam.access_control import IAMPolicyStatement, PermissionResult
from moto.s3.exceptions import ReplicationConfigurationNotFoundError, S3ClientError
from moto.s3.models import FakeDeleteMarker, S3Backend, s3_backends
from moto.s3.responses import S3Response

from patching import around

# Days that an object spends in a tier before it may go to the next.
LEAST_DAYS = 30
TRANSPORT = {"aws:SecureTransport", "s3:TlsVersion"}


def get_bucket_replication(self):
    """moto answers only with the destination of each rule."""
    self.data["Action"] = "GetBucketReplication"
    replication = self.backend.get_bucket_replication(self.bucket_name)
    if not replication:
        raise ReplicationConfigurationNotFoundError(bucket_name=self.bucket_name)
    rules = [{**rule, "Filter": {"Prefix": (rule["Filter"] or {}).get("Prefix") or ""}} for rule in replication["Rule"]]
    return self.serialized(ActionResult({"ReplicationConfiguration": {"Role": replication["Role"], "Rules": rules}}))


def is_on(block, *path):
    for name in path:
        block = (block or {}).get(name)
    return (block or {}).get("Status") == "Enabled"


def check_rule(backend, rule):
    target = rule["Destination"]
    bucket = s3_backends[backend.account_id]["aws"].buckets.get(target["Bucket"].split(":")[-1])
    if not bucket:
        raise S3ClientError("InvalidRequest", "Destination bucket must exist.")
    if bucket.versioning_status != "Enabled":
        raise S3ClientError("InvalidRequest", "Destination bucket must have versioning enabled.")
    if "Filter" in rule and "DeleteMarkerReplication" not in rule:
        raise S3ClientError("InvalidRequest", "DeleteMarkerReplication must be specified for this version of Cross Region Replication configuration schema.")
    if is_on(rule, "SourceSelectionCriteria", "SseKmsEncryptedObjects") and "EncryptionConfiguration" not in target:
        raise S3ClientError("InvalidRequest", "EncryptionConfiguration must be specified if SseKmsEncryptedObjects tag is present.")
    if is_on(target, "ReplicationTime") and not is_on(target, "Metrics"):
        raise S3ClientError("InvalidRequest", "Metrics must be specified if ReplicationTime is.")


def check_ageing(rule):
    transitions = rule.get("Transition", [])
    days = {step["StorageClass"]: int(step["Days"]) for step in (transitions if isinstance(transitions, list) else [transitions])}
    infrequent, archive = days.get("STANDARD_IA", LEAST_DAYS), days.get("GLACIER")
    if infrequent < LEAST_DAYS:
        raise S3ClientError("InvalidArgument", f"'Days' in Transition action must be greater than or equal to {LEAST_DAYS} for storageClass 'STANDARD_IA'")
    if "STANDARD_IA" in days and archive is not None and archive < infrequent + LEAST_DAYS:
        raise S3ClientError("InvalidArgument", f"'Days' in the Transition action for StorageClass 'GLACIER' must be {LEAST_DAYS} days more than for 'STANDARD_IA'")
    expiry = (rule.get("Expiration") or {}).get("Days")
    if expiry and days and int(expiry) <= max(days.values()):
        raise S3ClientError("InvalidArgument", "'Days' in the Expiration action must be greater than 'Days' in the Transition action")


def install():
    S3Response.get_bucket_replication = get_bucket_replication
    # moto lets go of what each version holds, and of a marker, which holds nothing, it cannot.
    FakeDeleteMarker.dispose = lambda marker: None

    @around(IAMPolicyStatement, "is_action_permitted")
    def is_action_permitted(original, statement, *args, **kwargs):
        """The emulator speaks no TLS, and moto takes every denial for one without conditions."""
        about = {name for operator in statement._statement.get("Condition", {}).values() for name in operator}
        if statement._statement["Effect"] == "Deny" and about and about <= TRANSPORT:
            return PermissionResult.NEUTRAL
        return original(*args, **kwargs)

    @around(S3Backend, "put_bucket_replication")
    def put_bucket_replication(original, backend, bucket_name, replication):
        rules = replication["Rule"]
        for rule in rules if isinstance(rules, list) else [rules]:
            check_rule(backend, rule)
        return original(bucket_name, replication)

    @around(S3Backend, "put_bucket_versioning")
    def put_bucket_versioning(original, backend, bucket_name, status):
        if status != "Enabled" and backend.get_bucket_replication(bucket_name):
            raise S3ClientError("InvalidBucketState", "A replication configuration is present on this bucket, so you cannot change the versioning state.")
        return original(bucket_name, status)

    @around(S3Backend, "put_bucket_lifecycle_configuration")
    def put_bucket_lifecycle_configuration(original, backend, bucket_name, rules):
        for rule in rules:
            check_ageing(rule)
        return original(bucket_name, rules)
