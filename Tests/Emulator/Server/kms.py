"""KMS: whose the keys of services are, the window of a deletion, and a policy that would lock everyone out."""
import json

from moto.core.exceptions import JsonRESTError
from moto.kms.models import KmsBackend

from patching import around

SHORTEST_WINDOW, LONGEST_WINDOW = 7, 30


def statements(policy):
    found = json.loads(policy).get("Statement", [])
    return found if isinstance(found, list) else [found]


def as_list(value):
    return value if isinstance(value, list) else [value]


def refuse_lockout(backend, policy):
    """AWS keeps a way back: somebody of the account must be able to change the policy again."""
    for statement in statements(policy) if policy else []:
        principals = statement.get("Principal", {})
        ours = principals == "*" or any(f":{backend.account_id}:" in f":{p}:" for p in as_list(principals.get("AWS", [])))
        if statement["Effect"] == "Allow" and ours and {"kms:*", "*", "kms:Put*", "kms:PutKeyPolicy"} & set(as_list(statement["Action"])):
            return
    if policy:
        raise JsonRESTError("MalformedPolicyDocumentException", "The new key policy will not allow you to update the key policy in the future.")


def install():
    @around(KmsBackend, "_generate_default_keys")
    def generate_default_keys(original, backend, alias_name):
        """A key that a service made for itself is nobody's to delete: moto takes it for a customer's."""
        key_id = original(alias_name)
        if key_id:
            backend.keys[key_id].key_manager = "AWS"
        return key_id

    @around(KmsBackend, "create_key")
    def create_key(original, backend, policy, *args, **kwargs):
        refuse_lockout(backend, policy)
        return original(policy, *args, **kwargs)

    @around(KmsBackend, "put_key_policy")
    def put_key_policy(original, backend, key_id, policy):
        refuse_lockout(backend, policy)
        return original(key_id, policy)

    @around(KmsBackend, "schedule_key_deletion")
    def schedule_key_deletion(original, backend, key_id, pending_window_in_days):
        if not SHORTEST_WINDOW <= pending_window_in_days <= LONGEST_WINDOW:
            raise JsonRESTError("ValidationException", f"PendingWindowInDays must be between {SHORTEST_WINDOW} and {LONGEST_WINDOW}.")
        return original(key_id, pending_window_in_days)
