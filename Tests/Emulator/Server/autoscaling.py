"""Application Auto Scaling: the tags of targets, which moto lacks; what a target is scaled by goes with it."""
import json

from moto.applicationautoscaling.exceptions import AWSValidationException
from moto.applicationautoscaling.models import ApplicationAutoscalingBackend
from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse

from patching import around


def tags_of(response):
    arn = response._get_param("ResourceARN")
    backend = response.applicationautoscaling_backend
    target = next((target for targets in backend.targets.values() for target in targets.values() if target.arn == arn), None)
    if not target:
        raise AWSValidationException(f"No scalable target {arn}")
    return target.__dict__.setdefault("tags", {})


def list_tags_for_resource(self):
    return json.dumps({"Tags": tags_of(self)})


def tag_resource(self):
    tags_of(self).update(self._get_param("Tags"))
    return "{}"


def untag_resource(self):
    for key in self._get_param("TagKeys"):
        tags_of(self).pop(key, None)
    return "{}"


def install():
    for method in (list_tags_for_resource, tag_resource, untag_resource):
        setattr(ApplicationAutoScalingResponse, method.__name__, method)

    @around(ApplicationAutoScalingResponse, "register_scalable_target")
    def register_scalable_target(original, response):
        answer = original()
        if response._get_param("Tags"):
            targets = response.applicationautoscaling_backend.targets[response._get_param("ScalableDimension")]
            targets[response._get_param("ResourceId")].tags = dict(response._get_param("Tags"))
        return answer

    @around(ApplicationAutoscalingBackend, "deregister_scalable_target")
    def deregister_scalable_target(original, backend, namespace, r_id, dimension):
        original(namespace, r_id, dimension)
        for policy in [policy for policy in backend.policies.values() if (policy.resource_id, policy.scalable_dimension) == (r_id, dimension)]:
            backend.delete_scaling_policy(policy.policy_name, namespace, r_id, dimension)
