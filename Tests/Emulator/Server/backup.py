"""AWS Backup: recovery points, which moto lacks. A backup job has made one as soon as it is started."""
import base64
import json
from datetime import datetime
from urllib.parse import unquote

from moto.backup import urls
from moto.backup.exceptions import ResourceNotFoundException
from moto.backup.responses import BackupResponse
from moto.core.utils import unix_time
from moto.moto_api._internal import mock_random

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
    points_of(vault).append(point)
    return json.dumps({"BackupJobId": str(mock_random.uuid4()), "RecoveryPointArn": point["RecoveryPointArn"], "CreationDate": point["CreationDate"]})


def list_recovery_points_by_backup_vault(self):
    name = unquote(self.path.split("/")[2])
    if name not in self.backup_backend.vaults:
        raise ResourceNotFoundException(msg=f"Backup vault {name} not found")
    after = self._get_param("createdAfter")
    since = datetime.fromisoformat(after.replace("Z", "+00:00")).timestamp() if after else 0
    points = [point for point in points_of(self.backup_backend.vaults[name]) if point["CreationDate"] > since]
    first = read_token(self._get_param("nextToken"))
    size = min(PAGE, int(self._get_param("maxResults") or PAGE))
    answer = {"RecoveryPoints": points[first:first + size]}
    if first + size < len(points):
        answer["NextToken"] = token(first + size)
    return json.dumps(answer)


def points_of(vault):
    return vault.__dict__.setdefault("recovery_points", [])


def token(first):
    """With all that an address must escape."""
    return base64.b64encode(f"{first}>>>?".encode()).decode() + "+/="


def read_token(text):
    return int(base64.b64decode(text[:-3]).decode().split(">")[0]) if text else 0


def install():
    BackupResponse.start_backup_job = start_backup_job
    BackupResponse.list_recovery_points_by_backup_vault = list_recovery_points_by_backup_vault
    urls.url_paths["{0}/backup-jobs$"] = BackupResponse.dispatch
    urls.url_paths["{0}/backup-vaults/(?P<name>[^/]+)/recovery-points/$"] = BackupResponse.dispatch
