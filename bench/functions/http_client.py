"""The runtime API through the standard library's HTTP client."""

import http.client

JSON = {"Content-Type": "application/json"}


class Connection:
    def __init__(self, host):
        self._http = http.client.HTTPConnection(host)

    def get(self, path):
        self._http.request("GET", path)
        response = self._http.getresponse()
        return response.headers["Lambda-Runtime-Aws-Request-Id"], response.read()

    def post(self, path, body):
        self._http.request("POST", path, body, JSON)
        self._http.getresponse().read()
