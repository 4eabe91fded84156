"""The requests of tests to the API's server, over real sockets."""

import json
import socket

import requests

from local.api_server import serving_api
from local.gateway import Declared, Gateway


def ask(client, method, path, body=None, headers=()):
    client.putrequest(method, path, skip_accept_encoding=True)
    for name, value in headers:
        client.putheader(name, value)
    if body is not None:
        client.putheader("Content-Length", str(len(body)))
    client.endheaders(body)
    answer = client.getresponse()
    return answer, answer.read()


def event_of(client, path, body=b"", headers=(), method="POST"):
    answer, text = ask(client, method, path, body, headers)
    assert answer.status == 201
    return json.loads(text)["event"]


def raw(port, sent, *, leave=False):
    """Send bytes and return what comes back until the server ends the connection.

    `leave` ends the sending first.
    """
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(sent)
        if leave:
            connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def serving(function):
    return serving_api(Gateway(Declared(routes={"/only": ["GET"]}, binary_types=[]), function))


def ask_only(url):
    return requests.get(f"{url}/only", headers={"Connection": "close"}, timeout=10)
