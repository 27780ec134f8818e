"""CloudWatch Logs: a log group is encrypted only by a key that admits the service."""
from fnmatch import fnmatchcase

from moto.kms.models import kms_backends
from moto.logs.exceptions import InvalidParameterException
from moto.logs.models import LogsBackend

from kms import as_list, statements
from patching import around

NEEDED = ("kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey")
CONTEXT = "kms:EncryptionContext:aws:logs:arn"


def admits(statement, service, group_arn):
    principals = statement.get("Principal", {})
    if statement["Effect"] != "Allow" or service not in as_list(principals.get("Service", []) if isinstance(principals, dict) else []):
        return False
    if not all(any(fnmatchcase(needed, action) for action in as_list(statement["Action"])) for needed in NEEDED):
        return False
    patterns = [pattern for operator in statement.get("Condition", {}).values() for pattern in as_list(operator.get(CONTEXT, "*"))]
    return not patterns or any(fnmatchcase(group_arn, pattern) for pattern in patterns)


def install():
    @around(LogsBackend, "create_log_group")
    def create_log_group(original, backend, log_group_name, tags, **kwargs):
        key_id = kwargs.get("kmsKeyId")
        if key_id:
            key = kms_backends[backend.account_id][backend.region_name].keys.get(key_id.split("/")[-1])
            group_arn = f"arn:aws:logs:{backend.region_name}:{backend.account_id}:log-group:{log_group_name}"
            service = f"logs.{backend.region_name}.amazonaws.com"
            if not key or not any(admits(statement, service, group_arn) for statement in statements(key.policy)):
                raise InvalidParameterException(f"The specified KMS key does not exist or is not allowed to be used with '{group_arn}'")
        return original(log_group_name, tags, **kwargs)
