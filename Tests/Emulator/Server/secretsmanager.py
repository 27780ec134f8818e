"""Secrets Manager: a version that has a value keeps it, and its stages with it, when the same value is put again; a replica has the key that was named for it; what is current is what is given; labels of somebody's own stay, and a version without any is gone."""
import json

from moto.secretsmanager.exceptions import ResourceExistsException
from moto.secretsmanager.models import FakeSecret, SecretsManagerBackend

from patching import around


def install():
    @around(FakeSecret, "create_replicas")
    def create_replicas(original, secret, replica_regions, force_overwrite):
        replicas = original(replica_regions, force_overwrite=force_overwrite)
        for replica, wanted in zip(replicas, replica_regions):
            replica.config["KmsKeyId"] = wanted.get("KmsKeyId", replica.config["KmsKeyId"])
        return replicas

    @around(FakeSecret, "reset_default_version")
    def reset_default_version(original, secret, secret_version, version_id):
        """A label of somebody's own stays where it is; moto forgets it when another version becomes current."""
        before = secret.versions.get(secret.default_version_id, {})
        own = [stage for stage in before.get("version_stages", []) if not stage.startswith("AWS")]
        original(secret_version, version_id)
        if before is not secret_version:
            before.get("version_stages", []).extend(own)

    @around(SecretsManagerBackend, "update_secret_version_stage")
    def update_secret_version_stage(original, backend, secret_id, version_stage, remove_from_version_id, move_to_version_id):
        """Whoever asks for no version gets the current one; moto goes on giving the one that was current first."""
        result = original(secret_id, version_stage, remove_from_version_id, move_to_version_id)
        versions = backend.secrets[secret_id].versions
        for forgotten in [version for version, content in versions.items() if not content.get("version_stages")]:
            # AWS may do so any time later.
            versions.pop(forgotten)
        if version_stage == "AWSCURRENT" and move_to_version_id:
            backend.secrets[secret_id].set_default_version_id(move_to_version_id)
        return result

    @around(SecretsManagerBackend, "put_secret_value")
    def put_secret_value(original, backend, secret_id, secret_string, secret_binary, client_request_token, version_stages):
        secret = backend.secrets[secret_id] if backend._is_valid_identifier(secret_id) else None
        version = getattr(secret, "versions", {}).get(client_request_token) or {}
        kept = version.get("secret_string")
        if kept and kept != secret_string:
            raise ResourceExistsException("You can't modify an existing version, you can only create new ones.")
        if kept:
            return json.dumps({"ARN": secret.arn, "Name": secret.name, "VersionId": client_request_token, "VersionStages": version["version_stages"]})
        return original(secret_id, secret_string, secret_binary, client_request_token, version_stages)
