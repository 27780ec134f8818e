"""
What the AWS command line itself takes: reads {"operations": [[service, operation]], "queries": [text]} and says of each operation which arguments it has,
null where there is none, and of each query why it cannot be read, null where it can.
"""
import json
import sys

import awscli.clidriver
import jmespath

driver = awscli.clidriver.create_clidriver()
services = driver._get_command_table()


def table_of(command):
    return command.subcommand_table if hasattr(command, "subcommand_table") else command._get_command_table()


def described(arguments):
    return {
        name: {
            "required": bool(argument.required),
            "positional": bool(argument.positional_arg) or name == "outfile",
            "values": "many" if getattr(argument, "_nargs", None) in ("+", "*", 2) else {"boolean": "none", "list": "many"}.get(argument.cli_type_name, "one"),
        }
        for name, argument in arguments.items()
    }


def arguments_of(service, operation):
    command = table_of(services[service]).get(operation) if service in services else None
    return described(command.arg_table) if command is not None else None


def fault_of(query):
    try:
        jmespath.compile(query)
        return None
    except jmespath.exceptions.JMESPathError as error:
        return str(error)


asked = json.load(sys.stdin)
json.dump(
    {
        "everywhere": described(driver._get_argument_table()),
        "operations": {f"{service} {operation}": arguments_of(service, operation) for service, operation in asked["operations"]},
        "queries": {query: fault_of(query) for query in asked["queries"]},
    },
    sys.stdout,
)
