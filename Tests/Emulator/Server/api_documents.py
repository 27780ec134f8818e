"""API Gateway: the document that an API was made of is exported as it was when it was deployed to a stage. moto reads the half of it, and serves none of it."""
import copy
import json

from moto.apigateway.models import APIGatewayBackend, RestAPI
from moto.apigateway.responses import APIGatewayResponse

from patching import around


def install():
    @around(APIGatewayBackend, "put_rest_api")
    def put_rest_api(original, backend, function_id, api_doc, *args, **kwargs):
        document = copy.deepcopy(api_doc)
        api = original(function_id, api_doc, *args, **kwargs)
        backend.get_rest_api(function_id).document = document
        return api

    @around(RestAPI, "create_deployment")
    def create_deployment(original, api, *args, **kwargs):
        deployment = original(*args, **kwargs)
        deployment.document = getattr(api, "document", None)
        return deployment

    @around(APIGatewayResponse, "get_export")
    def get_export(original, response):
        _, _, function_id, _, stage_name, _, _ = response.path.split("/")
        api = response.backend.get_rest_api(function_id)
        stage = api.stages.get(stage_name)
        document = getattr(api.deployments[stage.deployment_id], "document", None) if stage else None
        return (200, {"Content-Type": "application/json"}, json.dumps(document).encode()) if document else original()
