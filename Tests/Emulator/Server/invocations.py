"""Lambda: invocations are passed on to whoever runs the functions, at the address in EMULATOR_FUNCTIONS. moto would need containers."""
import json
import os
import threading
import urllib.request

from moto.awslambda.exceptions import LambdaClientError
from moto.awslambda.models import LambdaFunction

from patching import around

ADDRESS = "EMULATOR_FUNCTIONS"


def install():
    @around(LambdaFunction, "invoke")
    def invoke(original, function, body, request_headers, response_headers):
        kind = request_headers.get("X-Amz-Invocation-Type", "RequestResponse")
        if kind == "DryRun":
            return b""
        if ADDRESS not in os.environ:
            raise LambdaClientError("ServiceException", f"{function.function_arn} cannot be invoked: {ADDRESS} does not say who runs functions.")
        if kind == "Event":
            threading.Thread(target=run, args=(function, body), daemon=True).start()
            return b""
        error, payload = run(function, body)
        if error:
            response_headers["x-amz-function-error"] = error
        return payload


def run(function, body):
    """What the function was deployed as goes along: who runs it knows no other settings."""
    text = body.decode() if isinstance(body, bytes) else body
    message = {
        "arn": function.function_arn,
        "handler": function.handler,
        "role": function.role,
        "timeout": function.timeout,
        "variables": function.environment_vars,
        "payload": json.loads(text) if text else None,
    }
    request = urllib.request.Request(os.environ[ADDRESS], json.dumps(message).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=900) as answer:
        return answer.headers.get("X-Amz-Function-Error"), answer.read()
