"""RDS: who keeps the databases, at the address in EMULATOR_DATABASES, is told of clusters, of their first user's password, and of who follows."""
import json
import os
import urllib.request

from moto.rds.models import RDSBackend
from moto.rds.responses import RDSResponse

from patching import around
from rds import find_database, follows

ADDRESS = "EMULATOR_DATABASES"


def tell(cluster, password):
    if ADDRESS not in os.environ:
        return
    message = {
        "arn": cluster.db_cluster_arn,
        "follows": follows(cluster),
        "user": cluster.master_username,
        "password": password,
        "database": cluster.database_name,
    }
    request = urllib.request.Request(os.environ[ADDRESS], json.dumps(message).encode(), {"Content-Type": "application/json"})
    urllib.request.urlopen(request, timeout=60).close()


def install():
    @around(RDSBackend, "create_db_cluster")
    def create_db_cluster(original, backend, kwargs):
        password = kwargs.get("master_user_password")
        cluster = original(kwargs)
        tell(cluster, password)
        return cluster

    @around(RDSBackend, "modify_db_cluster")
    def modify_db_cluster(original, backend, kwargs):
        password = kwargs.get("master_user_password")
        cluster = original(kwargs)
        if password:
            tell(cluster, password)
        return cluster

    for change in ("switchover_global_cluster", "failover_global_cluster"):
        @around(RDSResponse, change)
        def change_roles(original, response):
            result = original()
            for member in find_database(response.backend, response.params["GlobalClusterIdentifier"]).members:
                tell(member, None)
            return result
