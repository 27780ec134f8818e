"""Route 53: health checks of an alarm or of other checks, with what AWS says of them and no more; a calculated check looks at no other one of its kind."""
from moto.route53.exceptions import InvalidInput
from moto.route53.models import HealthCheck, Route53Backend
from moto.route53.responses import Route53

from patching import around

OF_AN_ALARM = ("AlarmIdentifier", "InsufficientDataHealthStatus")
OF_AN_ENDPOINT = ("EnableSNI", "FailureThreshold", "IPAddress", "MeasureLatency", "Port", "RequestInterval")


def keep_alarm(answer, config):
    answer.result["HealthCheck"].__dict__.update({name: config[name] for name in OF_AN_ALARM if config.get(name)})
    return answer


def refuse_calculated(backend, children):
    if any(backend.get_health_check(child).type_ == "CALCULATED" for child in children or []):
        raise InvalidInput("A calculated health check can't monitor other calculated health checks.")


def install():
    own_config = HealthCheck.health_check_config.fget

    def health_check_config(check):
        """moto says of every check what only one of an endpoint has."""
        of_alarm = {name: check.__dict__[name] for name in OF_AN_ALARM if name in check.__dict__}
        if check.type_ not in ("CALCULATED", "CLOUDWATCH_METRIC"):
            return own_config(check)
        return {name: value for name, value in own_config(check).items() if name not in OF_AN_ENDPOINT} | of_alarm

    HealthCheck.health_check_config = property(health_check_config)

    @around(Route53, "create_health_check")
    def create_health_check(original, response):
        return keep_alarm(original(), response._get_param("HealthCheckConfig"))

    @around(Route53, "update_health_check")
    def update_health_check(original, response):
        return keep_alarm(original(), {name: response._get_param(name) for name in OF_AN_ALARM})

    @around(Route53Backend, "create_health_check")
    def create_in_backend(original, backend, caller_reference, health_check_args):
        refuse_calculated(backend, health_check_args.get("children"))
        return original(caller_reference, health_check_args)

    @around(Route53Backend, "update_health_check")
    def update_in_backend(original, backend, health_check_id, health_check_args):
        refuse_calculated(backend, health_check_args.get("children"))
        return original(health_check_id, health_check_args)
