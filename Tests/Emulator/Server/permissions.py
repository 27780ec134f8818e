"""What runs under a role is refused what the role's policies, as they were applied, do not allow: by moto's own judgement, which knows no conditions.

moto judges nothing unless it is told to, and then takes every resource but queues and objects for "*". Whoever hands calls on says here who asks, and
for what.
"""
import json

from moto.core.authorization import ActionAuthenticatorMixin
from moto.core.exceptions import AccessDeniedError
from moto.iam.access_control import IAMPolicy, PermissionResult

from access import find_role, policies_of
from patching import around

ROLE, CALLS = "X-Emulator-Role", "X-Emulator-Calls"


def is_allowed(role, action, resource):
    results = [IAMPolicy(policy).is_action_permitted(action, resource) for policy in policies_of(role)]
    return PermissionResult.PERMITTED in results and PermissionResult.DENIED not in results


def install():
    @around(ActionAuthenticatorMixin, "_authenticate_and_authorize_action")
    def authorize(original, response, *args, **kwargs):
        arn = response.headers.get(ROLE)
        for action, resource in json.loads(response.headers.get(CALLS, "[]")):
            role = find_role(response.current_account, arn)
            if not role or not is_allowed(role, action, resource):
                raise AccessDeniedError(user_arn=arn, action=f"{action} on resource: {resource}")
        return original(*args, **kwargs)
