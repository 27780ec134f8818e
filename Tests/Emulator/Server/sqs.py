"""SQS: who may use a queue for its dead letters, policies as they were written, and what AWS refuses of dead letters."""
import json

from moto.sqs.exceptions import InvalidParameterValue
from moto.sqs.models import Queue, sqs_backends

from patching import around

ALLOWED = "RedriveAllowPolicy"


def check_dead_letters(queue, policy):
    target = json.loads(policy)["deadLetterTargetArn"]
    holder = next((held for held in sqs_backends[queue.account_id][queue.region].queues.values() if held.queue_arn == target), None)
    if not holder:
        raise InvalidParameterValue(f"Value {policy} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.")
    allowed = json.loads(getattr(holder, "redrive_allow_policy", None) or "{}")
    if allowed.get("redrivePermission") == "denyAll" or queue.queue_arn not in allowed.get("sourceQueueArns", [queue.queue_arn]):
        raise InvalidParameterValue(f"Value {policy} for parameter RedrivePolicy is invalid. Reason: {target} does not allow {queue.queue_arn} to use it.")


def install():
    Queue.BASE_ATTRIBUTES.append(ALLOWED)
    Queue.redrive_allow_policy = None

    @around(Queue, "_set_attributes")
    def set_attributes(original, queue, attributes, now=None):
        """moto forgets a queue's policy when anything else of it changes."""
        redrive, policy = attributes.get("RedrivePolicy"), getattr(queue, "policy", None)
        if redrive:
            check_dead_letters(queue, redrive)
            queue.written_redrive_policy = redrive
        original(attributes, now)
        if "Policy" not in attributes:
            queue.policy = policy

    attributes = Queue.attributes.fget

    @property
    def all_attributes(queue):
        found = attributes(queue)
        if queue.redrive_policy:
            found["RedrivePolicy"] = queue.written_redrive_policy
        return {name: value for name, value in found.items() if value not in (None, "")}

    Queue.attributes = all_attributes
