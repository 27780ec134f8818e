"""AWS Backup: recovery points, which moto lacks, and vaults that stay while they hold any. A backup job has made one as soon as it is started."""
import base64
import json
import re
from datetime import datetime
from urllib.parse import unquote

from moto.backup import urls
from moto.backup.exceptions import InvalidParameterValueException, InvalidRequestException, ResourceNotFoundException
from moto.backup.models import BackupBackend
from moto.backup.responses import BackupResponse
from moto.core.responses import _get_method_urls
from moto.core.utils import unix_time
from moto.moto_api._internal import mock_random

from patching import around

# AWS gives a thousand at once, or fewer: with so few a test sees more than one page.
PAGE = 3
# A tag for a point that is not to be complete.
STATUS = "emulator:status"


def start_backup_job(self):
    job = json.loads(self.body)
    name, resource = job["BackupVaultName"], job["ResourceArn"]
    vault = self.backup_backend.describe_backup_vault(name)
    point = {
        "RecoveryPointArn": f"arn:aws:backup:{self.region}:{self.current_account}:recovery-point:{mock_random.uuid4()}",
        "BackupVaultName": name,
        "BackupVaultArn": vault.backup_vault_arn,
        "ResourceArn": resource,
        "ResourceType": resource.split(":")[2],
        "CreationDate": unix_time(),
        "Status": job.get("RecoveryPointTags", {}).get(STATUS, "COMPLETED"),
    }
    add(vault, point)
    return json.dumps({"BackupJobId": str(mock_random.uuid4()), "RecoveryPointArn": point["RecoveryPointArn"], "CreationDate": point["CreationDate"]})


def step(response, index):
    """A step of the address; the first one follows its first slash."""
    return unquote(response.path.split("/")[index])


def describe_recovery_point(self):
    return json.dumps(find_point(self))


def delete_recovery_point(self):
    point = find_point(self)
    points = points_of(self.backup_backend.vaults[point["BackupVaultName"]])
    points.pop(next(number for number, kept in points.items() if kept is point))
    return "{}"


def find_point(response):
    vault, arn = step(response, 2), step(response, 4)
    for point in points_of(response.backup_backend.vaults[vault]).values() if vault in response.backup_backend.vaults else []:
        if point["RecoveryPointArn"] == arn:
            return point
    raise ResourceNotFoundException(msg=f"Cannot find recovery point {arn} in {vault}")


def list_tags(self):
    """moto takes the step before the last, and some clients send no slash after the arn."""
    return json.dumps({"Tags": self.backup_backend.list_tags(resource_arn=step(self, 2))})


def list_recovery_points_by_backup_vault(self):
    name = step(self, 2)
    if name not in self.backup_backend.vaults:
        raise ResourceNotFoundException(msg=f"Backup vault {name} not found")
    after = self._get_param("createdAfter")
    since = datetime.fromisoformat(after.replace("Z", "+00:00")).timestamp() if after else 0
    last = read_token(self._get_param("nextToken"))
    points = [(number, point) for number, point in points_of(self.backup_backend.vaults[name]).items() if number > last and point["CreationDate"] > since]
    page = points[:min(PAGE, int(self._get_param("maxResults") or PAGE))]
    answer = {"RecoveryPoints": [point for _, point in page]}
    if len(page) < len(points):
        answer["NextToken"] = token(page[-1][0])
    return json.dumps(answer)


def points_of(vault):
    """By a number that is not given twice: who deletes page by page must find the next page where it was."""
    return vault.__dict__.setdefault("recovery_points", {})


def add(vault, point):
    vault.last_point = getattr(vault, "last_point", 0) + 1
    points_of(vault)[vault.last_point] = point


def token(last):
    """With all that an address must escape."""
    return base64.b64encode(f"{last}>>>?".encode()).decode() + "+/="


def read_token(text):
    return int(base64.b64decode(text[:-3]).decode().split(">")[0]) if text else 0


def install():
    install_points()
    install_refusals()

    @around(BackupResponse, "_get_action_from_method_and_request_uri")
    def get_action(original, response, method, uri):
        """Some clients leave out the slash that ends an address, and moto then takes it for another."""
        whole = uri.rstrip("/") + "/"
        ends_with_slash = any(address.endswith("/$") and re.match(address, whole) for address in _get_method_urls("backup", response.region)[method])
        return original(method, whole if ends_with_slash else uri)


def install_points():
    for method in (start_backup_job, list_recovery_points_by_backup_vault, describe_recovery_point, delete_recovery_point, list_tags):
        setattr(BackupResponse, method.__name__, method)
    urls.url_paths["{0}/backup-jobs$"] = BackupResponse.dispatch
    urls.url_paths["{0}/backup-vaults/(?P<name>[^/]+)/recovery-points$"] = BackupResponse.dispatch
    urls.url_paths["{0}/backup-vaults/(?P<name>[^/]+)/recovery-points/$"] = BackupResponse.dispatch
    urls.url_paths["{0}/backup-vaults/(?P<name>[^/]+)/recovery-points/(?P<arn>[^/]+)$"] = BackupResponse.dispatch


def install_refusals():
    @around(BackupBackend, "create_backup_vault")
    def create_backup_vault(original, backend, backup_vault_name, backup_vault_tags, encryption_key_arn, creator_request_id):
        if encryption_key_arn and encryption_key_arn.split(":")[3] != backend.region_name:
            raise InvalidParameterValueException(msg=f"The key {encryption_key_arn} is not in {backend.region_name}.")
        return original(backup_vault_name, backup_vault_tags, encryption_key_arn, creator_request_id)

    @around(BackupBackend, "delete_backup_vault")
    def delete_backup_vault(original, backend, backup_vault_name):
        vault = backend.vaults.get(backup_vault_name)
        if vault and points_of(vault):
            raise InvalidRequestException(msg=f"Backup vault {backup_vault_name} cannot be deleted because it contains recovery points.")
        return original(backup_vault_name)
