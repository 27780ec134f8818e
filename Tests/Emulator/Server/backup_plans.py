"""AWS Backup: what a plan backs up, and who may reach a vault, which moto lacks."""
import json

from moto.backup import urls
from moto.backup.exceptions import InvalidParameterValueException, InvalidRequestException, ResourceNotFoundException
from moto.backup.models import BackupBackend
from moto.backup.responses import BackupResponse
from moto.core.utils import unix_time
from moto.iam.models import iam_backends
from moto.moto_api._internal import mock_random

from backup import step
from patching import around


def create_backup_selection(self):
    plan = self.backup_backend.get_backup_plan(step(self, 3), None)
    selection = json.loads(self.body)["BackupSelection"]
    check_role(self.current_account, selection["IamRoleArn"])
    made = {
        "BackupPlanId": plan.backup_plan_id,
        "BackupSelection": selection,
        "CreationDate": unix_time(),
        "SelectionId": str(mock_random.uuid4()),
    }
    selections_of(plan)[made["SelectionId"]] = made
    return json.dumps({key: value for key, value in made.items() if key != "BackupSelection"})


def check_role(account, arn):
    role = next((role for role in iam_backends[account]["aws"].roles.values() if role.arn == arn), None)
    if not role or "backup.amazonaws.com" not in role.assume_role_policy_document:
        raise InvalidParameterValueException(msg=f"IAM Role {arn} cannot be assumed by AWS Backup")


def get_backup_selection(self):
    return json.dumps(find_selection(self))


def delete_backup_selection(self):
    selections_of(self.backup_backend.plans[step(self, 3)]).pop(find_selection(self)["SelectionId"])
    return "{}"


def list_backup_selections(self):
    plan = self.backup_backend.get_backup_plan(step(self, 3), None)
    return json.dumps({"BackupSelectionsList": [
        {"SelectionId": made["SelectionId"], "SelectionName": made["BackupSelection"]["SelectionName"], "BackupPlanId": plan.backup_plan_id}
        for made in selections_of(plan).values()]})


def find_selection(response):
    plan, selection = step(response, 3), step(response, 5)
    found = selections_of(response.backup_backend.get_backup_plan(plan, None)).get(selection)
    if not found:
        raise ResourceNotFoundException(msg=f"Cannot find selection {selection} of plan {plan}")
    return found


def put_backup_vault_access_policy(self):
    self.backup_backend.describe_backup_vault(step(self, 2)).access_policy = json.loads(self.body)["Policy"]
    return "{}"


def get_backup_vault_access_policy(self):
    vault = self.backup_backend.describe_backup_vault(step(self, 2))
    policy = getattr(vault, "access_policy", None)
    if not policy:
        raise ResourceNotFoundException(msg=f"Backup vault {vault.backup_vault_name} has no access policy.")
    return json.dumps({"BackupVaultName": vault.backup_vault_name, "BackupVaultArn": vault.backup_vault_arn, "Policy": policy})


def delete_backup_vault_access_policy(self):
    self.backup_backend.describe_backup_vault(step(self, 2)).access_policy = None
    return "{}"


def selections_of(plan):
    return plan.__dict__.setdefault("selections", {})


def install():
    for method in (create_backup_selection, get_backup_selection, delete_backup_selection, list_backup_selections,
                   put_backup_vault_access_policy, get_backup_vault_access_policy, delete_backup_vault_access_policy):
        setattr(BackupResponse, method.__name__, method)
    urls.url_paths["{0}/backup-vaults/(?P<name>[^/]+)/access-policy$"] = BackupResponse.dispatch

    @around(BackupBackend, "delete_backup_plan")
    def delete_backup_plan(original, backend, backup_plan_id):
        if selections_of(backend.get_backup_plan(backup_plan_id, None)):
            raise InvalidRequestException(msg="Related backup plan selections must be deleted prior to backup plan deletion.")
        return original(backup_plan_id)
