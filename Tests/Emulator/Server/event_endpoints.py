"""EventBridge: global endpoints, which moto lacks. Nothing is ever sent through them."""
import json

from moto.core.utils import unix_time
from moto.events.exceptions import ResourceNotFoundException, ValidationException
from moto.events.models import events_backends
from moto.events.responses import EventsHandler
from moto.moto_api._internal import mock_random

GIVEN = ("Name", "Description", "RoutingConfig", "ReplicationConfig", "EventBuses", "RoleArn")


def endpoints(backend):
    return backend.__dict__.setdefault("endpoints", {})


def check(account, asked):
    names = set()
    for bus in asked["EventBuses"]:
        _, _, _, region, _, name = bus["EventBusArn"].split(":", 5)
        names.add(name.split("/", 1)[1])
        if name.split("/", 1)[1] not in events_backends[account][region].event_buses:
            raise ResourceNotFoundException(f"Event bus {bus['EventBusArn']} does not exist.")
    if len(names) != 1:
        raise ValidationException("Event buses of an endpoint must have the same name in both regions.")
    if asked.get("ReplicationConfig", {}).get("State") != "DISABLED" and not asked.get("RoleArn"):
        raise ValidationException("RoleArn is required when event replication is enabled.")


def create_endpoint(self):
    asked = json.loads(self.body)
    check(self.current_account, asked)
    endpoint_id = f"{mock_random.get_random_hex(10)}.{mock_random.get_random_hex(3)}"
    endpoint = {
        **{name: asked[name] for name in GIVEN if name in asked},
        "Arn": f"arn:aws:events:{self.region}:{self.current_account}:endpoint/{asked['Name']}",
        "EndpointId": endpoint_id,
        "EndpointUrl": f"https://{endpoint_id}.endpoint.events.amazonaws.com",
        "State": "ACTIVE",
        "CreationTime": unix_time(),
        "LastModifiedTime": unix_time(),
    }
    endpoints(self.events_backend)[asked["Name"]] = endpoint
    return json.dumps(endpoint)


def describe_endpoint(self):
    return json.dumps(find(self))


def update_endpoint(self):
    asked, endpoint = json.loads(self.body), find(self)
    check(self.current_account, {**endpoint, **asked})
    endpoint.update({name: asked[name] for name in GIVEN if name in asked})
    return json.dumps(endpoint)


def delete_endpoint(self):
    endpoints(self.events_backend).pop(find(self)["Name"])
    return "{}"


def list_endpoints(self):
    return json.dumps({"Endpoints": list(endpoints(self.events_backend).values())})


def find(response):
    name = json.loads(response.body)["Name"]
    if name not in endpoints(response.events_backend):
        raise ResourceNotFoundException(f"Endpoint {name} does not exist.")
    return endpoints(response.events_backend)[name]


def install():
    for method in (create_endpoint, describe_endpoint, update_endpoint, delete_endpoint, list_endpoints):
        setattr(EventsHandler, method.__name__, method)
