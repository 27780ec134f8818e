"""Serves the events of Lambda's runtime API, one after the other, over a connection that stays open."""

import http.client
import json
import os

import validate

INVOCATION = "/2018-06-01/runtime/invocation"
JSON = {"Content-Type": "application/json"}


def serve(connection):
    connection.request("GET", f"{INVOCATION}/next")
    response = connection.getresponse()
    event = response.read()
    request_id = response.headers["Lambda-Runtime-Aws-Request-Id"]
    try:
        kind, answer = "response", validate.handle(json.loads(event), request_id)
    except Exception as exception:
        kind, answer = "error", {"errorType": type(exception).__name__, "errorMessage": str(exception)}

    connection.request("POST", f"{INVOCATION}/{request_id}/{kind}", json.dumps(answer).encode(), JSON)
    connection.getresponse().read()


def main():
    connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    while True:
        serve(connection)


if __name__ == "__main__":
    main()
