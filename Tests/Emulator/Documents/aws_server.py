"""
The AWS command line as one process, because each start of it takes most of a second: somebody's words come in, ended by a record separator; exit code, output and
errors go back, all ended by zeros. Commands that change something, or have words in them that nobody knows here, are noted and not run.
"""
import contextlib
import io
import json
import re
import socketserver
import sys
import threading

import awscli.clidriver

port, endpoint, answer, unknown, notes = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4], open(sys.argv[5], "a")
READS = re.compile(r"(describe|get|head|list)-|(query|scan|filter-log-events|receive-message|ls)$")


def run(words):
    output, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        try:
            code = awscli.clidriver.create_clidriver().main(["--endpoint-url", endpoint, *words])
        except SystemExit as end:
            code = end.code
    return code, output.getvalue(), errors.getvalue()


class Caller(socketserver.StreamRequestHandler):
    def handle(self):
        received = b""
        while not received.endswith(b"\x1e\0"):
            if not (byte := self.rfile.read(1)):
                # Somebody only looked whether the port is open.
                return
            received += byte
        line, part, *words = received[:-3].decode().split("\0")
        runs = READS.match(words[1]) is not None and not any(answer in word or unknown in word for word in words)
        code, output, errors = run(words) if runs else (0, answer + "\n", "")
        notes.write(json.dumps({"line": int(line), "words": words, "runs": runs, "code": code, "output": output, "errors": errors}) + "\n")
        notes.flush()
        self.wfile.write(b"".join(f"{each}\0".encode() for each in (code, output, errors)))


threading.Thread(target=socketserver.TCPServer(("127.0.0.1", port), Caller).serve_forever, daemon=True).start()
sys.stdin.read()
