"""moto_server with what the Terraform AWS provider needs and moto lacks, and with refusals that AWS has and moto has not.

Usage: python3 emulator.py PORT. It ends when its standard input is closed, so that it cannot outlive who started it.
"""
import os
import sys
import threading

import ec2
import kms
import logs
from moto.server import main


def end_with_the_parent():
    sys.stdin.read()
    os._exit(0)


ec2.install()
kms.install()
logs.install()
threading.Thread(target=end_with_the_parent, daemon=True).start()
main(["--host", "127.0.0.1", "--port", sys.argv[1]])
