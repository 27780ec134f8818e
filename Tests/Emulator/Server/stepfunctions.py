"""
Step Functions: moto's executions run until they are stopped. One whose first state is Succeed or Fail has ended at once. The provider asks whether a
definition is valid, which moto cannot say: here it is when every state that is named is there. And it asks for versions, of which there are none.
"""
import json

from moto.core.utils import utcnow
from moto.stepfunctions.models import StateMachine
from moto.stepfunctions.responses import StepFunctionResponse

from patching import around

ENDS = {"Succeed": "SUCCEEDED", "Fail": "FAILED"}


def named(value):
    """Whatever a definition names as a state, however deep."""
    if isinstance(value, dict):
        return {each for key, item in value.items() for each in ([item] if key in ("Next", "Default", "StartAt") else named(item))}
    return {each for item in value for each in named(item)} if isinstance(value, list) else set()


def validate_state_machine_definition(response):
    definition = json.loads(response._get_param("definition"))
    missing = named(definition) - definition["States"].keys()
    diagnostics = [{"severity": "ERROR", "code": "MISSING_TRANSITION_TARGET", "message": f"There is no state {name}"} for name in missing]
    return json.dumps({"result": "FAIL" if missing else "OK", "diagnostics": diagnostics})


def list_state_machine_versions(_response):
    return json.dumps({"stateMachineVersions": []})


def install():
    StepFunctionResponse.validate_state_machine_definition = validate_state_machine_definition
    StepFunctionResponse.list_state_machine_versions = list_state_machine_versions

    @around(StateMachine, "start_execution")
    def start_execution(original, machine, *args, **kwargs):
        execution = original(*args, **kwargs)
        definition = json.loads(machine.definition)
        end = ENDS.get(definition["States"][definition["StartAt"]]["Type"])
        if end:
            execution.status, execution.stop_date = end, utcnow()
        return execution
