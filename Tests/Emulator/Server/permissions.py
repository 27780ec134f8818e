"""What runs under a role is refused what the role's policies, as they were applied, do not allow: by moto's own judgement, which knows no conditions.
A function may admit a role by its own policy.

moto judges nothing unless it is told to, and then takes every resource but queues and objects for "*". Whoever hands calls on says here who asks, and
for what.
"""
import json

from moto.awslambda.models import lambda_backends
from moto.core.authorization import ActionAuthenticatorMixin
from moto.core.exceptions import AccessDeniedError
from moto.iam.access_control import IAMPolicy, PermissionResult

from access import find_role, policies_of
from kms import as_list
from patching import around

ROLE, CALLS = "X-Emulator-Role", "X-Emulator-Calls"


def is_allowed(role, action, resource):
    results = [IAMPolicy(policy).is_action_permitted(action, resource) for policy in policies_of(role)]
    return PermissionResult.PERMITTED in results and PermissionResult.DENIED not in results


def is_admitted(account, arn, action, resource):
    service, region = resource.split(":")[2:4] if resource.startswith("arn:") else (None, None)
    statements = lambda_backends[account][region].get_function(resource).policy.statements if service == "lambda" else []
    return any(statement["Action"] == action and arn in as_list(statement["Principal"].get("AWS", [])) for statement in statements)


def install():
    @around(ActionAuthenticatorMixin, "_authenticate_and_authorize_action")
    def authorize(original, response, *args, **kwargs):
        arn = response.headers.get(ROLE)
        for action, resource in json.loads(response.headers.get(CALLS, "[]")):
            role = find_role(response.current_account, arn)
            if not role or not (is_allowed(role, action, resource) or is_admitted(response.current_account, arn, action, resource)):
                raise AccessDeniedError(user_arn=arn, action=f"{action} on resource: {resource}")
        return original(*args, **kwargs)
