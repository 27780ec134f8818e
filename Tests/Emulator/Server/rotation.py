"""Secrets Manager: rotation by a function that lets itself be invoked. Where nothing is rotated at once, the function is tried, and leaves nothing behind."""
import json
import time

from moto.awslambda.models import lambda_backends
from moto.core.exceptions import JsonRESTError
from moto.moto_api._internal import mock_random
from moto.secretsmanager.models import SecretsManagerBackend

from kms import as_list
from patching import around

STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")
SERVICE = "secretsmanager.amazonaws.com"
DAY = 86400


def find_function(backend, arn):
    function = lambda_backends[backend.account_id][backend.region_name].get_function(arn)
    if not any(SERVICE in as_list(statement["Principal"].get("Service", [])) for statement in function.policy.statements):
        raise JsonRESTError(
            "AccessDeniedException",
            f"Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal {SERVICE}.")
    return function


def configure(secret, arn, rules):
    secret.rotation_requested, secret.rotation_lambda_arn = True, arn
    secret.auto_rotate_after_days = (rules or {}).get("AutomaticallyAfterDays", secret.auto_rotate_after_days)
    secret.rotation_enabled = secret.auto_rotate_after_days > 0
    secret.next_rotation_date = int(time.time()) + secret.auto_rotate_after_days * DAY


def install():
    @around(SecretsManagerBackend, "rotate_secret")
    def rotate_secret(original, backend, secret_id, client_request_token=None, rotation_lambda_arn=None, rotation_rules=None, rotate_immediately=True):
        """moto names the secret by its name, where AWS gives the function its ARN, and leaves the version of a trial."""
        secret = backend.secrets[secret_id]
        function = find_function(backend, rotation_lambda_arn or secret.rotation_lambda_arn)
        configure(secret, function.function_arn, rotation_rules)
        version = client_request_token or str(mock_random.uuid4())
        value = {} if rotate_immediately else {"secret_string": secret.versions[secret.default_version_id].get("secret_string")}
        secret.versions[version] = {"createdate": int(time.time()), "version_id": version, "version_stages": ["AWSPENDING"], **value}
        for step in STEPS if rotate_immediately else ("testSecret",):
            function.invoke(json.dumps({"Step": step, "SecretId": secret.arn, "ClientRequestToken": version}), {}, {})
        if not rotate_immediately:
            secret.versions.pop(version)
        return secret.to_short_dict()
