"""EventBridge Pipes: a pipe that could not work fails, as AWS lets it, after it was taken on. Nothing flows: the tests carry what pipes would."""
from moto.dynamodb.models import dynamodb_backends
from moto.pipes.exceptions import ValidationException
from moto.pipes.models import EventBridgePipesBackend
from moto.sqs.models import sqs_backends

from access import is_assumed_by, may
from patching import around

OF_A_STREAM = ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator")


def streams(backend):
    tables = dynamodb_backends[backend.account_id][backend.region_name].tables.values()
    return [f"{table.table_arn}/stream/{table.latest_stream_label}" for table in tables if table.stream_shard]


def queues(backend):
    return [queue.queue_arn for queue in sqs_backends[backend.account_id][backend.region_name].queues.values()]


def obstacle(backend, pipe):
    """Why it does not run; None when it does."""
    dead_letters = ((pipe.source_parameters or {}).get("DynamoDBStreamParameters") or {}).get("DeadLetterConfig", {}).get("Arn")
    if pipe.source not in streams(backend):
        return f"The source {pipe.source} does not exist."
    for queue in filter(None, (pipe.target, dead_letters)):
        if queue not in queues(backend):
            return f"The queue {queue} does not exist in {backend.region_name}."
        if not may(backend.account_id, pipe.role_arn, "sqs:SendMessage", queue):
            return f"{pipe.role_arn} may not send to {queue}."
    for action in OF_A_STREAM:
        if not may(backend.account_id, pipe.role_arn, action, pipe.source):
            return f"{pipe.role_arn} lacks {action} on {pipe.source}."
    return None


def install():
    @around(EventBridgePipesBackend, "create_pipe")
    def create_pipe(original, backend, **kwargs):
        if not is_assumed_by(backend.account_id, kwargs["role_arn"], "pipes.amazonaws.com"):
            raise ValidationException(f"The role {kwargs['role_arn']} cannot be assumed by pipes.amazonaws.com.")
        pipe = original(**kwargs)
        pipe.state_reason = obstacle(backend, pipe)
        if pipe.state_reason:
            pipe.status = "CREATE_FAILED"
        return pipe
