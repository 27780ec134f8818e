"""moto_server with what the Terraform AWS provider and the functions need and moto lacks, and with refusals that AWS has and moto has not.

Usage: python3 emulator.py PORT. It ends when its standard input is closed, so that it cannot outlive who started it.
"""
import os
import sys
import threading

import acm
import api_documents
import apigateway
import autoscaling
import awslambda
import backup
import backup_plans
import config
import database_hosts
import dynamodb
import ec2
import ecs
import event_endpoints
import events
import function_network
import global_roles
import invocations
import kms
import load_balancing
import logs
import permissions
import pipes
import rds
import rotation
import route53
import s3
import secretsmanager
import sqs
import stepfunctions
import wafv2
from moto.server import main


def end_with_the_parent():
    sys.stdin.read()
    os._exit(0)


# Policies of AWS's own, which roles here are attached to. moto reads it when the first role is asked for.
os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
for part in (
    acm, api_documents, apigateway, autoscaling, awslambda, backup, backup_plans, config, dynamodb, ec2, ecs, event_endpoints, events,
    function_network, invocations, kms, load_balancing, logs, permissions, pipes, rds, global_roles, database_hosts, rotation, route53, s3,
    secretsmanager, sqs, stepfunctions, wafv2,
):
    part.install()
threading.Thread(target=end_with_the_parent, daemon=True).start()
main(["--host", "127.0.0.1", "--port", sys.argv[1]])
