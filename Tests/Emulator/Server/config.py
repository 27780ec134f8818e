"""AWS Config: a rule tells by which tag it finds what it judges, which moto forgets."""
from moto.config.models import Scope

from patching import around


def install():
    @around(Scope, "__init__")
    def keep_tag(original, scope, tag_key=None, tag_value=None, **others):
        original(tag_key=tag_key, tag_value=tag_value, **others)
        scope.tag_key, scope.tag_value, scope.tags = tag_key, tag_value, None
