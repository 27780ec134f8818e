"""EventBridge: events that reach another bus keep where they came from, and what AWS refuses of buses and targets."""
import copy

from moto.events.exceptions import ValidationException
from moto.events.models import EventsBackend, Rule, events_backends

from patching import around


def is_bus(target):
    return target["Arn"].split(":")[2] == "events" and ":event-bus/" in target["Arn"]


def check_target(backend, target):
    if is_bus(target) and not target.get("RoleArn"):
        raise ValidationException(f"RoleArn is required for target {target['Arn']}.")
    dead_letters = target.get("DeadLetterConfig", {}).get("Arn")
    if dead_letters and dead_letters.split(":")[3] != backend.region_name:
        raise ValidationException(f"Dead-letter queue {dead_letters} must be in the region of the rule.")


def forward(event, arn):
    """moto makes a new event of the other region. AWS hands the same one on, so that a rule can tell where it came from."""
    _, _, _, region, account, bus = arn.split(":", 5)
    for rule in list(events_backends[account][region].event_buses[bus.split("/", 1)[1]].rules.values()):
        rule.send_to_targets(copy.deepcopy(event))


def install():
    @around(Rule, "send_to_targets")
    def send_to_targets(original, rule, event, transform_input=True):
        others = copy.copy(rule)
        others.targets = [target for target in rule.targets if not is_bus(target)]
        original.func(others, event, transform_input)
        if rule.event_pattern.matches_event(event):
            for target in filter(is_bus, rule.targets):
                forward(event, target["Arn"])

    @around(EventsBackend, "put_targets")
    def put_targets(original, backend, name, event_bus_arn, targets):
        for target in targets:
            check_target(backend, target)
        return original(name, event_bus_arn, targets)

    @around(EventsBackend, "delete_event_bus")
    def delete_event_bus(original, backend, name):
        if name in backend.event_buses and backend.event_buses[name].rules:
            raise ValidationException(f"Event bus {name} can't be deleted since it has rules.")
        return original(name)
