"""DynamoDB: replicas of a global table, which moto lacks. The items and the stream of all replicas are the same: what one region writes the other has at once."""
import copy

from moto.dynamodb.exceptions import MockValidationException
from moto.dynamodb.models import DynamoDBBackend, dynamodb_backends
from moto.dynamodb.models.table import Table
from moto.dynamodb.responses import DynamoHandler, DynamoResult
from moto.moto_api._internal import mock_random

from patching import around

VERSION = "2019.11.21"


def replicas_of(table):
    """By region, what each replica was asked to be; the table that has them is not among them."""
    return table.__dict__.setdefault("replicas", {})


def region_of_key(arn):
    return arn.split(":")[3] if arn.startswith("arn:") else None


def check_key(table, region, detail):
    """AWS takes no key of another region, and where the table has a key of its owner's, each replica must have one."""
    key = detail.get("KMSMasterKeyId")
    if key and region_of_key(key) not in (None, region):
        raise MockValidationException(f"Invalid arn: {key} is not in {region}")
    if not key and (table.sse_specification or {}).get("Enabled"):
        raise MockValidationException("KMSMasterKeyId must be specified for each replica.")


def create_replica(backends, table, detail):
    region = detail["RegionName"]
    check_key(table, region, detail)
    if table.name in backends[region].tables:
        raise MockValidationException(f"Failed to create a replica: the table {table.name} exists in {region}")
    replica = copy.copy(table)
    replica.region_name = region
    replica.table_arn = table.table_arn.replace(f":{table.region_name}:", f":{region}:")
    replica.continuous_backups = {"ContinuousBackupsStatus": "ENABLED", "PointInTimeRecoveryDescription": {"PointInTimeRecoveryStatus": "DISABLED"}}
    replica.tags = []
    replica.table_id = str(mock_random.uuid4())
    replica.replicas = {}
    replica.sse_specification = {"Enabled": True, "KMSMasterKeyId": detail["KMSMasterKeyId"]} if "KMSMasterKeyId" in detail else None
    replica.deletion_protection_enabled = False
    backends[region].tables[table.name] = replica
    replicas_of(table)[region] = detail


def delete_replica(backends, table, detail):
    replicas_of(table).pop(detail["RegionName"])
    backends[detail["RegionName"]].tables.pop(table.name)


def restore(table, copied):
    if copied is table:
        return
    table.items.clear()
    table.items.update(copied.items)
    if table.stream_shard:
        table.stream_shard.items[:] = copied.stream_shard.items


def install():
    verbs = {"Create": create_replica, "Delete": delete_replica}

    @around(DynamoHandler, "update_table")
    def update_table(original, handler):
        updates = handler.body.get("ReplicaUpdates")
        if not updates:
            return original()
        table = handler.dynamodb_backend.get_table(handler.body["TableName"])
        for update in updates:
            ((verb, detail),) = update.items()
            verbs[verb](dynamodb_backends[handler.current_account], table, detail)
        return DynamoResult(table.describe())

    @around(DynamoDBBackend, "transact_write_items")
    def transact_write_items(original, backend, transact_items):
        """moto rolls back to copies of the tables, of which replicas would know nothing: what a copy holds is put back into the table itself."""
        tables = dict(backend.tables)
        try:
            return original(transact_items)
        except Exception:
            for name, table in tables.items():
                restore(table, backend.tables[name])
            backend.tables.update(tables)
            raise

    @around(Table, "describe")
    def describe(original, table, base_key="TableDescription"):
        description = original(base_key)
        if replicas_of(table):
            description[base_key]["GlobalTableVersion"] = VERSION
            description[base_key]["Replicas"] = [{**detail, "ReplicaStatus": "ACTIVE"} for detail in replicas_of(table).values()]
        return description

    @around(DynamoHandler, "delete_table")
    def delete_table(original, handler):
        table = handler.dynamodb_backend.tables.get(handler.body["TableName"])
        if table is not None and replicas_of(table):
            raise MockValidationException("Replica cannot be deleted because it has acted as a source region for new replica(s) being added to the table in the last 24 hours.")
        return original()
