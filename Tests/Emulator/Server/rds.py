"""RDS: global databases whose members have roles (global_roles.py changes them), attributes of clusters and instances that moto forgets, and what AWS refuses about both."""
from moto.core.responses import ActionResult
from moto.rds.exceptions import InvalidDBClusterStateFault, InvalidParameterCombination, InvalidParameterValue, RDSClientError
from moto.rds.models import DBCluster, DBInstanceClustered, RDSBackend, rds_backends
from moto.rds.responses import RDSResponse

from patching import around

# Where moto keeps what belongs to no region.
HOME = "us-east-1"
# By the argument of a call, what it is called in an answer.
REMEMBERED = {
    "monitoring_interval": "monitoring_interval",
    "monitoring_role_arn": "monitoring_role_arn",
    "enable_performance_insights": "performance_insights_enabled",
    "performance_insights_kms_key_id": "performance_insights_kms_key_id",
    "performance_insights_retention_period": "performance_insights_retention_period",
}


def databases(backend):
    return rds_backends[backend.account_id][HOME].global_clusters


def find_database(backend, name):
    if name not in databases(backend):
        raise RDSClientError("GlobalClusterNotFoundFault", f"Global cluster {name} not found")
    return databases(backend)[name]


def database_of(cluster):
    return next((database for database in databases(cluster.backend).values() if cluster in database.members), None)


def follows(cluster):
    return bool(cluster.global_cluster_identifier and cluster.replication_source_identifier)


def wrong_state(message):
    return RDSClientError("InvalidGlobalClusterStateFault", message)


def install():
    install_gaps()
    install_membership()
    install_refusals()


def install_gaps():
    @around(DBCluster, "__init__")
    def create_cluster(original, cluster, *args, **kwargs):
        """moto turns the Data API on for the first serverless generation alone, whose scaling it shows of any."""
        original(*args, **kwargs)
        cluster._enable_http_endpoint = bool(kwargs.get("enable_http_endpoint"))

    scaling = DBCluster.scaling_configuration_info.fget
    DBCluster.scaling_configuration_info = property(lambda cluster: scaling(cluster) if cluster.engine_mode == "serverless" else None)

    endpoint = DBCluster.endpoint.fget
    # AWS names no endpoint for writing while a cluster follows another.
    DBCluster.endpoint = property(lambda cluster: None if follows(cluster) else endpoint(cluster))

    @around(DBInstanceClustered, "__init__")
    def create_instance(original, instance, *args, **kwargs):
        original(*args, **kwargs)
        for argument, name in REMEMBERED.items():
            if argument in kwargs:
                setattr(instance, name, kwargs[argument])

    @around(RDSResponse, "create_global_cluster")
    def create_global_cluster(original, response):
        result = original()
        database = response.global_backend.global_clusters[response.params["GlobalClusterIdentifier"]]
        database.database_name = response.params.get("DatabaseName")
        database.tags = response.params.get("Tags", [])
        return result

    @around(RDSResponse, "describe_global_clusters")
    def describe_global_clusters(original, response):
        """moto gives all, whichever are asked for."""
        name = response.params.get("GlobalClusterIdentifier")
        if name:
            find_database(response.backend, name)
        result = original()
        members = [value for wanted in response.params.get("Filters", []) if wanted["Name"] == "db-cluster-id" for value in wanted["Values"]]
        result.result["GlobalClusters"] = [
            database for database in result.result["GlobalClusters"]
            if (not name or database.global_cluster_identifier == name)
            and (not members or any(member.db_cluster_arn in members or member.db_cluster_identifier in members for member in database.members))
        ]
        return result


def install_membership():
    @around(RDSBackend, "create_db_cluster")
    def create_db_cluster(original, backend, kwargs):
        database = databases(backend).get(kwargs.get("global_cluster_identifier") or "")
        writer = next((member for member in database.members if member.is_writer), None) if database else None
        if writer:
            refuse_follower(kwargs, writer)
        elif database and not kwargs.get("master_username"):
            raise InvalidParameterValue("The parameter MasterUsername must be provided and must not be blank.")
        cluster = original(kwargs)
        if writer:
            cluster.replication_source_identifier = writer.db_cluster_arn
            cluster.master_username, cluster.database_name = writer.master_username, writer.database_name
        elif database:
            cluster.master_user_password = kwargs.get("master_user_password") or ""
        return cluster

    @around(RDSResponse, "remove_from_global_cluster")
    def remove_from_global_cluster(original, response):
        """moto looks for the database in the region of the call."""
        database = find_database(response.backend, response.params["GlobalClusterIdentifier"])
        arn = response.params["DbClusterIdentifier"]
        member = next((member for member in database.members if arn in (member.db_cluster_arn, member.db_cluster_identifier)), None)
        if not member:
            raise InvalidParameterValue(f"Cluster {arn} is not found in global cluster {database.global_cluster_identifier}")
        if member.is_writer and len(database.members) > 1:
            raise wrong_state(f"Unable to remove cluster {arn}: it is a primary member of global cluster {database.global_cluster_identifier}"
                              " while there are other members")
        database.members.remove(member)
        member.is_writer, member.global_cluster_identifier, member.replication_source_identifier = False, None, None
        return ActionResult({"GlobalCluster": database})


def refuse_follower(kwargs, writer):
    if kwargs.get("master_username") or kwargs.get("master_user_password") or kwargs.get("database_name"):
        raise InvalidParameterValue("Cannot specify user name, password or database for a secondary cluster of a global database")
    if not any(instance.status == "available" for instance in writer.members):
        raise InvalidDBClusterStateFault(f"Source cluster {writer.db_cluster_arn} is in a state which is not valid for physical replication")
    if writer.storage_encrypted and not kwargs.get("kms_key_id"):
        raise InvalidParameterValue("The parameter KmsKeyId must be provided for a secondary cluster of an encrypted global database")


def install_refusals():
    @around(RDSBackend, "delete_db_cluster")
    def delete_db_cluster(original, backend, cluster_identifier, snapshot_name=None):
        cluster = backend.clusters.get(cluster_identifier)
        if cluster and not cluster.deletion_protection and not cluster.members and database_of(cluster):
            raise InvalidDBClusterStateFault("This cluster is a part of a global cluster, please remove it from globalcluster first")
        return original(cluster_identifier, snapshot_name)

    @around(RDSBackend, "delete_global_cluster")
    def delete_global_cluster(original, backend, global_cluster_identifier):
        if backend.global_clusters[global_cluster_identifier].deletion_protection:
            raise InvalidParameterCombination("Cannot delete protected global cluster, please disable deletion protection and try again.")
        return original(global_cluster_identifier)
