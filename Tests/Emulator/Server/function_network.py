"""Lambda: the interfaces of functions in a network. They stay as long as the function does, and stand in the way of subnets and groups."""
from moto.awslambda.exceptions import InvalidParameterValueException
from moto.awslambda.models import LambdaBackend, LambdaFunction
from moto.ec2.models import ec2_backends
from moto.moto_api._internal import mock_random

from access import may
from patching import around


def network_of(function):
    return ec2_backends[function.account_id][function.region]


def subnets_of(config, backend):
    known = {subnet.id: subnet for zone in backend.subnets.values() for subnet in zone.values()}
    missing = [wanted for wanted in config.get("SubnetIds", []) if wanted not in known]
    if missing:
        raise InvalidParameterValueException(f"Error occurred while DescribeSubnets. EC2 Error Code: InvalidSubnetID.NotFound: {missing[0]}")
    return [known[wanted] for wanted in config.get("SubnetIds", [])]


def check(account, region, spec):
    config, backend = spec.get("VpcConfig") or {}, ec2_backends[account][region]
    networks = {subnet.vpc_id for subnet in subnets_of(config, backend)}
    if networks and not may(account, spec["Role"], "ec2:CreateNetworkInterface", f"arn:aws:ec2:{region}:{account}:network-interface/*"):
        raise InvalidParameterValueException("The provided execution role does not have permissions to call CreateNetworkInterface on EC2")
    for group in config.get("SecurityGroupIds", []):
        if not any(group in backend.groups.get(network, {}) for network in networks):
            raise InvalidParameterValueException(f"Error occurred while DescribeSecurityGroups. EC2 Error Code: InvalidGroup.NotFound: {group}")


def attach(function):
    config = function._vpc_config or {}
    function.interfaces = [
        network_of(function).create_network_interface(
            subnet,
            None,
            group_ids=config["SecurityGroupIds"],
            description=f"AWS Lambda VPC ENI-{function.function_name}-{mock_random.uuid4()}",
            interface_type="lambda").id
        for subnet in subnets_of(config, network_of(function))]


def detach(function):
    for interface in function.__dict__.pop("interfaces", []):
        network_of(function).enis.pop(interface, None)


def install():
    @around(LambdaBackend, "create_function")
    def create_function(original, backend, spec):
        check(backend.account_id, backend.region_name, spec)
        function = original(spec)
        attach(backend.get_function(spec["FunctionName"]))
        return function

    @around(LambdaBackend, "update_function_configuration")
    def update_function_configuration(original, backend, function_name, qualifier, body):
        function = backend.get_function(function_name, qualifier)
        if "VpcConfig" in body:
            body["VpcConfig"] = {**(function._vpc_config or {}), **body["VpcConfig"]}
        check(backend.account_id, backend.region_name, {"Role": function.role, **body})
        result = original(function_name, qualifier, body)
        if "VpcConfig" in body:
            detach(function)
            attach(function)
        return result

    @around(LambdaBackend, "delete_function")
    def delete_function(original, backend, function_name, qualifier=None):
        detach(backend.get_function(function_name, qualifier))
        return original(function_name, qualifier)

    LambdaFunction.vpc_config = property(describe)


def describe(function):
    """moto names a network that there is not."""
    config = function._vpc_config or {}
    networks = [subnet.vpc_id for subnet in subnets_of(config, network_of(function))] if config.get("SubnetIds") else []
    return {**config, "VpcId": networks[0]} if networks else None
