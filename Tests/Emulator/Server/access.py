"""Who may assume a role, and what a role may do. Conditions are not judged: they are taken for met."""
from fnmatch import fnmatchcase

from moto.iam.models import iam_backends

from kms import as_list, statements


def find_role(account, arn):
    return next((role for role in iam_backends[account]["aws"].roles.values() if role.arn == arn), None)


def is_assumed_by(account, arn, service):
    role = find_role(account, arn)
    return bool(role) and any(
        statement["Effect"] == "Allow" and service in as_list(statement.get("Principal", {}).get("Service", []))
        for statement in statements(role.assume_role_policy_document))


def may(account, arn, action, resource="*"):
    role = find_role(account, arn)
    return bool(role) and any(grants(statement, action, resource) for policy in policies_of(role) for statement in statements(policy))


def policies_of(role):
    return [*role.policies.values(), *(policy.document for policy in role.managed_policies.values())]


def grants(statement, action, resource):
    return (statement["Effect"] == "Allow"
            and any(fnmatchcase(action.lower(), pattern.lower()) for pattern in as_list(statement.get("Action", [])))
            and any(fnmatchcase(resource, pattern) for pattern in as_list(statement.get("Resource", []))))
