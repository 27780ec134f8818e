"""ECS: what a service was given besides its tasks, and what AWS refuses of services, roles and clusters. No task ever runs: the tests run one."""
from botocore import xform_name
from moto.ecs.exceptions import EcsClientException, InvalidParameterException
from moto.ecs.models import EC2ContainerServiceBackend, Service
from moto.ecs.responses import EC2ContainerServiceResponse
from moto.elbv2.models import elbv2_backends
from moto.core.exceptions import JsonRESTError

from access import is_assumed_by
from patching import around

TASKS = "ecs-tasks.amazonaws.com"
FORGOTTEN = ("availabilityZoneRebalancing", "deploymentConfiguration", "enableECSManagedTags", "enableExecuteCommand", "healthCheckGracePeriodSeconds")


def check_target_group(backend, load_balancer):
    arn = load_balancer.get("targetGroupArn")
    group = elbv2_backends[backend.account_id][backend.region_name].target_groups.get(arn)
    if not group:
        raise InvalidParameterException(f"The target group {arn} does not exist.")
    if not group.load_balancer_arns:
        raise InvalidParameterException(f"The target group with targetGroupArn {arn} does not have an associated load balancer.")


def install():
    @around(Service, "__init__")
    def create(original, service, *args, **kwargs):
        """As many tasks as are wanted are said to be there at once: whoever deploys waits for them."""
        original(*args, **kwargs)
        service.running_count, service.pending_count = service.desired_count, 0
        for deployment in service.deployments:
            deployment.update(runningCount=service.desired_count, pendingCount=0, rolloutState="COMPLETED")

    @around(EC2ContainerServiceBackend, "register_task_definition")
    def register_task_definition(original, backend, family, container_definitions, **kwargs):
        """AWS says of a role that ECS cannot assume only when a task starts."""
        for role in filter(None, (kwargs.get("task_role_arn"), kwargs.get("execution_role_arn"))):
            if not is_assumed_by(backend.account_id, role, TASKS):
                raise EcsClientException(f"ECS was unable to assume the role '{role}' that was provided for this task.")
        return original(family, container_definitions, **kwargs)

    @around(EC2ContainerServiceBackend, "create_service")
    def create_service(original, backend, cluster, name, count, task_definition=None, load_balancers=None, *args, **kwargs):
        for load_balancer in load_balancers or []:
            check_target_group(backend, load_balancer)
        return original(cluster, name, count, task_definition, load_balancers, *args, **kwargs)

    @around(EC2ContainerServiceResponse, "create_service")
    def answer_create_service(original, response):
        answer = original()
        service = answer.result["service"]
        for name in FORGOTTEN:
            if response._get_param(name) is not None:
                setattr(service, xform_name(name), response._get_param(name))
        return answer

    @around(EC2ContainerServiceBackend, "delete_cluster")
    def delete_cluster(original, backend, cluster_str):
        name = cluster_str.split("/")[-1]
        if any(service.cluster_name == name and service.status == "ACTIVE" for service in backend.services.values()):
            raise JsonRESTError("ClusterContainsServicesException", "The Cluster cannot be deleted while Services are active.")
        return original(cluster_str)

    @around(EC2ContainerServiceBackend, "list_clusters")
    def list_clusters(original, backend):
        """Without those that were deleted."""
        return [cluster.arn for cluster in backend.clusters.values() if cluster.status == "ACTIVE"]
