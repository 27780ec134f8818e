"""RDS: the roles of a global database's members change, by switchover and by failover, as AWS lets them; and a cluster can be lost."""
from moto.core.responses import ActionResult
from moto.rds.exceptions import DBClusterNotFoundError, InvalidDBClusterStateFault, InvalidParameterCombination
from moto.rds.models import DBCluster
from moto.rds.responses import RDSResponse

from rds import find_database, wrong_state

# A tag of a cluster that is not to be available.
STATUS = "emulator:status"
AVAILABLE = "available"


def install():
    status = DBCluster.status
    DBCluster.status = property(
        lambda cluster: next((tag["Value"] for tag in cluster.tags if tag["Key"] == STATUS), None) or status.fget(cluster), status.fset)
    RDSResponse.switchover_global_cluster = switchover_global_cluster
    RDSResponse.failover_global_cluster = failover_global_cluster


def switchover_global_cluster(response):
    """Planned: where the writer is, and from one healthy cluster to another."""
    database = find_database(response.backend, response.params["GlobalClusterIdentifier"])
    target = target_of(response, database)
    writer = next(member for member in database.members if member.is_writer)
    refuse_elsewhere(response, writer)
    for cluster in (writer, target):
        refuse_unhealthy(cluster)
    change_roles(database, target)
    return ActionResult({"GlobalCluster": database})


def failover_global_cluster(response):
    """Without leave to lose data it is a switchover. The old writer comes back as a follower."""
    if response.params.get("AllowDataLoss") and response.params.get("Switchover"):
        raise InvalidParameterCombination("Cannot specify both AllowDataLoss and Switchover")
    if not response.params.get("AllowDataLoss"):
        return response.switchover_global_cluster()
    database = find_database(response.backend, response.params["GlobalClusterIdentifier"])
    target = target_of(response, database)
    refuse_elsewhere(response, target)
    refuse_unhealthy(target)
    change_roles(database, target)
    return ActionResult({"GlobalCluster": database})


def target_of(response, database):
    arn = response.params["TargetDbClusterIdentifier"]
    target = next((member for member in database.members if member.db_cluster_arn == arn), None)
    if not target:
        raise DBClusterNotFoundError(arn)
    if target.is_writer:
        raise InvalidDBClusterStateFault(f"Cluster {arn} is already the primary cluster of global cluster {database.global_cluster_identifier}")
    return target


def refuse_elsewhere(response, cluster):
    if response.backend.region_name != cluster.region:
        raise wrong_state(f"Cluster {cluster.db_cluster_arn} is in another region: this operation is asked for there")


def refuse_unhealthy(cluster):
    if cluster.status != AVAILABLE or not any(instance.status == AVAILABLE for instance in cluster.members):
        raise InvalidDBClusterStateFault(f"Cluster {cluster.db_cluster_arn} is not available, or nothing runs in it")


def change_roles(database, target):
    """What followed writes, and what wrote follows it; names and endpoints stay."""
    for member in database.members:
        member.is_writer = member is target
        member.replication_source_identifier = None if member is target else target.db_cluster_arn
