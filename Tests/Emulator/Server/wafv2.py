"""WAF: a web ACL stays while something is behind it, and nothing stands behind one that does not exist."""
from moto.core.exceptions import JsonRESTError
from moto.wafv2.exceptions import WAFNonexistentItemException
from moto.wafv2.models import WAFV2Backend

from patching import around


def install():
    @around(WAFV2Backend, "associate_web_acl")
    def associate_web_acl(original, backend, web_acl_arn, resource_arn):
        if ":/restapis/" in resource_arn and not backend._find_apigw_stage(resource_arn):
            raise WAFNonexistentItemException()
        return original(web_acl_arn, resource_arn)

    @around(WAFV2Backend, "delete_web_acl")
    def delete_web_acl(original, backend, name, scope, _id, lock_token):
        if any(acl.id == _id and acl.associated_resources for acl in backend.wacls.values()):
            raise JsonRESTError("WAFAssociatedItemException", "AWS WAF couldn’t perform the operation because your resource is being used by another resource.")
        return original(name, scope, _id, lock_token)
