"""Serves the events of Lambda's runtime API, one after the other, over a connection that stays open."""

import importlib
import json
import os
import sys

import validate

INVOCATION = "/2018-06-01/runtime/invocation"


def serve(connection):
    request_id, event = connection.get(f"{INVOCATION}/next")
    try:
        kind, answer = "response", validate.handle(json.loads(event), request_id)
    except Exception as exception:
        kind, answer = "error", {"errorType": type(exception).__name__, "errorMessage": str(exception)}

    connection.post(f"{INVOCATION}/{request_id}/{kind}", json.dumps(answer).encode())


def main(client):
    connection = importlib.import_module(client).Connection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    while True:
        serve(connection)


if __name__ == "__main__":
    main(sys.argv[1])
