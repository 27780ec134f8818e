"""Replacing a method of moto by one that is given the original."""
import functools


def around(owner, name):
    """Decorates `replacement(original, self, ...)`, which takes the place of the method `name` of the class `owner`."""

    def install(replacement):
        original = getattr(owner, name)

        @functools.wraps(original)
        def method(self, *args, **kwargs):
            return replacement(functools.partial(original, self), self, *args, **kwargs)

        setattr(owner, name, method)
        return method

    return install
