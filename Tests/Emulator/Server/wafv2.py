"""WAF: a web ACL stays while something is behind it."""
from moto.core.exceptions import JsonRESTError
from moto.wafv2.models import WAFV2Backend

from patching import around


def install():
    @around(WAFV2Backend, "delete_web_acl")
    def delete_web_acl(original, backend, name, scope, _id, lock_token):
        if any(acl.id == _id and acl.associated_resources for acl in backend.wacls.values()):
            raise JsonRESTError("WAFAssociatedItemException", "AWS WAF couldn’t perform the operation because your resource is being used by another resource.")
        return original(name, scope, _id, lock_token)
