"""EC2: what stands in the way of a deletion, and peering seen from each side."""
import copy
import ipaddress

from moto.ec2.exceptions import DependencyViolationError, EC2ClientError
from moto.ec2.models import EC2Backend

from patching import around

# The default quota of a region.
ADDRESSES = 5


def in_use(what, kind):
    return DependencyViolationError(f"The {kind} '{what}' has dependencies and cannot be deleted.")


def nat_gateways(backend, **wanted):
    return [nat for nat in backend.nat_gateways.values()
            if nat.state != "deleted" and all(getattr(nat, name) == value for name, value in wanted.items())]


def install():
    install_gaps()
    install_refusals()
    install_peering()


def install_gaps():
    @around(EC2Backend, "delete_nat_gateway")
    def delete_nat_gateway(original, backend, nat_gateway_id):
        """moto leaves the interface of a deleted gateway, and its address mapped."""
        nat = original(nat_gateway_id)
        for address in backend.addresses:
            if address.eni is nat._eni:
                address.eni = address.association_id = None
        backend.enis.pop(nat._eni.id, None)
        return nat


def install_refusals():
    @around(EC2Backend, "create_security_group")
    def create_security_group(original, backend, name, *args, **kwargs):
        if name.startswith("sg-"):
            raise EC2ClientError("InvalidParameterValue", f"Invalid security group name '{name}'. Group names may not be in the format sg-*.")
        return original(name, *args, **kwargs)

    @around(EC2Backend, "_delete_security_group")
    def delete_security_group(original, backend, vpc_id, group_id):
        others = [group for groups in backend.groups.values() for group in groups.values() if group.id != group_id]
        if any(rule.source_group.get("GroupId") == group_id for group in others for rule in group.ingress_rules + group.egress_rules):
            raise DependencyViolationError(f"resource {group_id} has a dependent object")
        if any(group.id == group_id for eni in backend.enis.values() for group in eni.group_set):
            raise DependencyViolationError(f"resource {group_id} has a dependent object")
        return original(vpc_id, group_id)

    @around(EC2Backend, "allocate_address")
    def allocate_address(original, backend, *args, **kwargs):
        if len(backend.addresses) >= ADDRESSES:
            raise EC2ClientError("AddressLimitExceeded", "The maximum number of addresses has been reached.")
        return original(*args, **kwargs)

    @around(EC2Backend, "release_address")
    def release_address(original, backend, address=None, allocation_id=None):
        if any(held.allocation_id == allocation_id and held.eni for held in backend.addresses):
            raise EC2ClientError("InvalidIPAddress.InUse", f"The address with allocation id [{allocation_id}] is in use.")
        return original(address, allocation_id)

    @around(EC2Backend, "detach_internet_gateway")
    def detach_internet_gateway(original, backend, internet_gateway_id, vpc_id):
        if nat_gateways(backend, vpc_id=vpc_id):
            raise DependencyViolationError(f"Network {vpc_id} has some mapped public address(es). Please unmap those before detaching the gateway.")
        return original(internet_gateway_id, vpc_id)

    @around(EC2Backend, "delete_subnet")
    def delete_subnet(original, backend, subnet_id):
        if any(eni.subnet.id == subnet_id for eni in backend.enis.values()):
            raise in_use(subnet_id, "subnet")
        return original(subnet_id)

    @around(EC2Backend, "delete_vpc")
    def delete_vpc(original, backend, vpc_id):
        gateways = [gateway for gateway in backend.internet_gateways.values() if gateway.vpc and gateway.vpc.id == vpc_id]
        groups = [group for group in backend.groups.get(vpc_id, {}).values() if group.name != "default"]
        lists = [acl for acl in backend.network_acls.values() if acl.vpc_id == vpc_id and acl.default not in (True, "true")]
        if gateways or groups or lists:
            raise in_use(vpc_id, "vpc")
        return original(vpc_id)


def install_peering():
    @around(EC2Backend, "create_vpc_peering_connection")
    def create(original, backend, vpc, peer_vpc, tags=None):
        connection = original(vpc, peer_vpc, tags)
        if ipaddress.ip_network(vpc.cidr_block).overlaps(ipaddress.ip_network(peer_vpc.cidr_block)):
            connection._status.code = "failed"
            connection._status.message = "Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range"
        return connection

    @around(EC2Backend, "describe_vpc_peering_connections")
    def describe(original, backend, *args, **kwargs):
        """Tags belong to a side: moto shows the requester's to both."""
        views = []
        for connection in original(*args, **kwargs):
            view = copy.copy(connection)
            view.ec2_backend = backend
            views.append(view)
        return views

    @around(EC2Backend, "modify_vpc_peering_connection_options")
    def modify_options(original, backend, vpc_pcx_id, accepter_options=None, requester_options=None):
        connection = backend.get_vpc_peering_connection(vpc_pcx_id)
        if connection.status["Code"] != "active":
            raise EC2ClientError("OperationNotPermitted", f"Peering {vpc_pcx_id} is not active. Peering options can be added only to active peerings.")
        side = connection.peer_vpc if accepter_options else connection.vpc
        if side.region != backend.region_name:
            raise EC2ClientError("OperationNotPermitted", f"The options of {vpc_pcx_id} can be changed only in the region of their own side, {side.region}.")
        return original(vpc_pcx_id, accepter_options, requester_options)
