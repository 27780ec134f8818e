"""API Gateway: what AWS refuses of stages, of what they log to, and of domain names."""
from moto.apigateway.exceptions import BadRequestException, StageStillActive
from moto.apigateway.models import APIGatewayBackend, RestAPI
from moto.firehose.models import firehose_backends

from acm import is_issued
from patching import around

ACCESS_LOG = "/accessLogSettings/destinationArn"
STREAM_PREFIX = "amazon-apigateway-"


def check_certificate(backend, arn):
    if not is_issued(backend.account_id, backend.region_name, arn):
        raise BadRequestException(f"The certificate {arn} is not an issued certificate of {backend.region_name}.")


def check_log(backend, operation):
    path, value = operation.get("path", ""), operation.get("value") or ""
    if path == ACCESS_LOG and ":firehose:" in value:
        name = value.split("/")[-1]
        if not name.startswith(STREAM_PREFIX) or name not in firehose_backends[backend.account_id][backend.region_name].delivery_streams:
            raise BadRequestException(f"The delivery stream {value} must exist, and its name begin with {STREAM_PREFIX}.")
    to_logs = path == ACCESS_LOG and ":logs:" in value or path.endswith("/logging/loglevel") and value not in ("", "OFF")
    if to_logs and not getattr(backend.account, "cloudwatch_role_arn", None):
        raise BadRequestException("CloudWatch Logs role ARN must be set in account settings to enable logging")


def install():
    @around(RestAPI, "delete_deployment")
    def delete_deployment(original, api, deployment_id):
        if any(stage.deployment_id == deployment_id for stage in api.stages.values()):
            raise StageStillActive()
        return original(deployment_id)

    @around(APIGatewayBackend, "update_stage")
    def update_stage(original, backend, function_id, stage_name, patch_operations):
        for operation in patch_operations:
            check_log(backend, operation)
        return original(function_id, stage_name, patch_operations)

    @around(APIGatewayBackend, "delete_stage")
    def delete_stage(original, backend, function_id, stage_name):
        mapped = [domain for domain, mappings in backend.base_path_mappings.items() for mapping in mappings.values()
                  if mapping.rest_api_id == function_id and mapping.stage == stage_name]
        if mapped:
            raise BadRequestException(f"Please remove all base path mappings related to the stage in your domain: {mapped[0]}")
        return original(function_id, stage_name)

    @around(APIGatewayBackend, "create_domain_name")
    def create_domain_name(original, backend, domain_name, *args, **kwargs):
        name = original(domain_name, *args, **kwargs)
        try:
            check_certificate(backend, name.regional_certificate_arn)
        except BadRequestException:
            backend.domain_names.pop(domain_name)
            raise
        return name
