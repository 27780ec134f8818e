"""The door behind API Gateway, as far as POST /validations: the twin of ValidateFunction.cs and Door.cs."""

import base64
import binascii
import json
import os
import re
from datetime import datetime, timezone

import boto3

import payments

# Unused by a validation, as in the published program, which builds the same: a door has its tables at hand.
LEDGER = boto3.client("dynamodb", region_name=os.environ["AWS_REGION"])
PEER_LEDGER = boto3.client("dynamodb", region_name=os.environ["PEER_REGION"])

MERCHANT = re.compile("[a-z0-9-]{1,32}")

FIELDS_OF_LOG = {"function": os.environ["_HANDLER"], "build": os.environ["BUILD"]}


def handle(event, request_id):
    status, body = reply(event)
    log("Answered.", status=status, requestId=request_id)
    return {
        "statusCode": status,
        "headers": {
            "Content-Type": "application/json" if status == 200 else "application/problem+json",
            "Cache-Control": "no-store",
        },
        "body": json.dumps(body, separators=(",", ":")),
    }


def reply(event):
    if not MERCHANT.fullmatch(merchant_of(event) or ""):
        return problem(401, "no-key", "The request names no merchant by a valid API key.")
    if event["path"].strip("/") != "validations":
        return problem(404, "unknown-path", "There is nothing under this path.")
    if event["httpMethod"] != "POST":
        return problem(405, "wrong-method", "This path does not take this method.")

    errors = payments.errors_of(header(event, "idempotency-key"), body_of(event))
    if errors:
        return problem(400, "malformed-request", "The request is malformed; this request took nothing on.", errors=errors)
    return 200, {"valid": True}


def problem(status, kind, title, **more):
    return status, {"type": kind, "title": title, "status": status, **more}


def merchant_of(event):
    return ((event.get("requestContext") or {}).get("authorizer") or {}).get("merchant")


def header(event, name):
    return next((value for key, value in (event.get("headers") or {}).items() if key.lower() == name), None)


def body_of(event):
    body = (event.get("body") or "").encode()
    if not event.get("isBase64Encoded"):
        return body
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error:
        return b""


def log(message, **fields):
    line = {"timestamp": datetime.now(timezone.utc).isoformat(), "level": "INFO", "message": message, **fields, **FIELDS_OF_LOG}
    print(json.dumps(line), flush=True)
