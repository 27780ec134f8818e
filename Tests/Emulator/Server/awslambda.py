"""Lambda: what functions are given that moto forgets, and what AWS refuses of functions and of their event sources."""
import json
import os

from moto.awslambda.exceptions import InvalidParameterValueException
from moto.awslambda.models import LambdaBackend, LambdaFunction
from moto.awslambda.policy import Policy
from moto.sqs.models import sqs_backends

from access import is_assumed_by, may
from patching import around

# The default quota of an account and region; moto keeps to it when it is told.
CONCURRENCY = 1000
LARGEST_ENVIRONMENT = 4096
REMEMBERED = ("KMSKeyArn", "LoggingConfig")
OF_A_QUEUE = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")


def check_role(backend, arn):
    if not is_assumed_by(backend.account_id, arn, "lambda.amazonaws.com"):
        raise InvalidParameterValueException("The role defined for the function cannot be assumed by Lambda.")


def check_environment(spec):
    variables = spec.get("Environment", {}).get("Variables", {})
    if len(json.dumps(variables, separators=(",", ":"))) > LARGEST_ENVIRONMENT:
        raise InvalidParameterValueException(
            "Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit.")


def check_queue(backend, queue, function):
    if int(queue.visibility_timeout) < int(function.timeout):
        raise InvalidParameterValueException(
            f"Queue visibility timeout: {queue.visibility_timeout} seconds is less than Function timeout: {function.timeout} seconds")
    for action in OF_A_QUEUE:
        if not may(backend.account_id, function.role, action, queue.queue_arn):
            raise InvalidParameterValueException(f"The function execution role does not have permissions to call {action.split(':')[1]} on SQS")


def install():
    os.environ["MOTO_LAMBDA_CONCURRENCY_QUOTA"] = str(CONCURRENCY)
    install_functions()
    install_event_sources()


def install_functions():
    @around(Policy, "principal_formatter")
    def principal_formatter(original, policy, principal):
        """AWS says of what kind each principal is; moto leaves a role's arn alone."""
        return {"AWS": principal} if isinstance(principal, str) and principal.startswith("arn:") else original(principal)

    @around(LambdaBackend, "create_function")
    def create_function(original, backend, spec):
        check_role(backend, spec["Role"])
        check_environment(spec)
        return original(spec)

    @around(LambdaFunction, "__init__")
    def create(original, function, account_id, spec, *args, **kwargs):
        original(account_id, spec, *args, **kwargs)
        remember(function, spec)

    @around(LambdaBackend, "update_function_configuration")
    def update_function_configuration(original, backend, function_name, qualifier, body):
        if "Role" in body:
            check_role(backend, body["Role"])
        check_environment(body)
        return original(function_name, qualifier, body)

    @around(LambdaFunction, "update_configuration")
    def update_configuration(original, function, updates):
        remember(function, updates)
        function.tracing_config = updates.get("TracingConfig", function.tracing_config)
        return original(updates)

    @around(LambdaFunction, "get_configuration")
    def get_configuration(original, function, on_create=False):
        return {**original(on_create), **function.remembered}


def remember(function, spec):
    unset = {"LoggingConfig": {"LogFormat": "Text", "LogGroup": f"/aws/lambda/{function.function_name}"}}
    function.remembered = {**unset, **function.__dict__.get("remembered", {}), **{name: spec[name] for name in REMEMBERED if spec.get(name)}}


def install_event_sources():
    @around(LambdaBackend, "create_event_source_mapping")
    def create_event_source_mapping(original, backend, spec):
        """The queue is not told of its function: moto would run it in a container as soon as a message comes."""
        queue = next((queue for queue in sqs_backends[backend.account_id][backend.region_name].queues.values()
                      if queue.queue_arn == spec.get("EventSourceArn")), None)
        if queue:
            check_queue(backend, queue, backend.get_function(spec["FunctionName"]))
        mapping = original(spec)
        if queue:
            queue.lambda_event_source_mappings.clear()
        return mapping
