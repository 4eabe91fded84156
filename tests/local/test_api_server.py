"""The API's server over real sockets: connections, bodies, limits, and requests that are not clear."""

import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.local.asking import ask, ask_only, raw, serving
from tests.local.watching import eventually, listens

LIMIT = 10 * 1024 * 1024


def test_many_requests_share_a_connection(client):
    for _ in range(3):
        answer, text = ask(client, "GET", "/health")
        assert (answer.status, json.loads(text)) == (200, {"ok": True})
    assert client.sock is not None


@pytest.mark.parametrize("wish", [b"HTTP/1.1\r\nConnection: close", b"HTTP/1.0"])
def test_the_connection_ends_if_the_client_wishes(port, wish):
    assert raw(port, b"GET /health %b\r\nHost: x\r\n\r\n" % wish).startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_chunked_body_arrives_whole(client):
    client.request("POST", "/echo/a", body=iter([b"one ", b"two"]), encode_chunked=True)
    assert bytes.fromhex(json.loads(client.getresponse().read())["raw"]) == b"one two"
    assert ask(client, "GET", "/health")[0].status == 200


def test_a_head_request_gets_no_body_and_the_connection_goes_on(client):
    answer, text = ask(client, "HEAD", "/health")
    assert (answer.status, text) == (404, b"")
    assert int(answer.getheader("content-length")) > 0
    assert ask(client, "GET", "/health")[0].status == 200


def test_a_body_at_the_gateways_limit_reaches_the_application(client):
    answer, _ = ask(client, "POST", "/echo/fixed", b"x" * LIMIT)
    assert answer.status == 200


def test_a_body_over_the_gateways_limit_is_413_and_the_connection_goes_on(client):
    answer, text = ask(client, "POST", "/echo/a", b"x" * (LIMIT + 1))
    assert (answer.status, json.loads(text)["status"]) == (413, 413)
    assert ask(client, "GET", "/health")[0].status == 200


def test_chunks_over_the_gateways_limit_are_413(client):
    client.request("POST", "/echo/a", body=iter([b"x" * LIMIT, b"x"]), encode_chunked=True)
    assert client.getresponse().status == 413


def test_a_body_that_is_announced_too_large_is_413_before_any_of_it_is_sent(port):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"POST /echo/a HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (LIMIT + 1))
        assert connection.recv(65536).startswith(b"HTTP/1.1 413 ")


def test_a_client_that_waits_is_asked_to_go_on(port):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"POST /echo/fixed HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 100 ")
        connection.sendall(b"x")
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")


def test_a_client_that_waits_is_not_asked_for_a_body_that_is_too_large(port):
    head = b"POST /echo/a HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n" % (LIMIT + 1)
    assert raw(port, head).startswith(b"HTTP/1.1 413 ")


def test_a_head_without_bounds_is_refused(port):
    assert raw(port, b"GET /health HTTP/1.1\r\nA: " + b"a" * 1_100_000).startswith(b"HTTP/1.1 400 ")


POST = b"POST /echo/a HTTP/1.1\r\nHost: x\r\n"


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
        b"GET /\r\n\r\n",
        b"G(T / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /\xe4 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /health HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nspace : 1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\na b: 1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\na: b\x00\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\na: b\rc\r\n\r\n",
        POST + b"Content-Length: -1\r\n\r\n",
        POST + b"Content-Length: 1x\r\n\r\n",
        POST + b"Content-Length: \xb2\r\n\r\n",
        POST + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n",
        POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: gzip\r\n\r\n",
        POST + b"Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
    ],
)
def test_what_is_not_clear_is_refused_and_ends_the_connection(port, sent):
    got = raw(port, sent)
    assert got.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert got.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize("sent", [b"", b"GET /health HTTP/1.1\r\nHost: x\r\n", POST + b"Content-Length: 5\r\n\r\nab"])
def test_a_client_that_leaves_inside_a_request_gets_nothing_and_hurts_nobody(port, client, sent):
    assert raw(port, sent, leave=True) == b""
    assert ask(client, "GET", "/health")[0].status == 200


def test_an_answer_cannot_break_out_of_its_header():
    with (
        serving(lambda _event, _context: {"statusCode": 200, "headers": {"x-a": "1\r\nx-evil: 2"}}) as url,
        pytest.raises(requests.ConnectionError),
    ):
        ask_only(url)


def test_an_answer_without_content_has_no_length():
    with serving(lambda _event, _context: {"statusCode": 204}) as url:
        got = ask_only(url)
    assert (got.status_code, got.content, got.headers.get("content-length")) == (204, b"", None)


def test_a_request_that_has_begun_is_answered_before_the_server_ends():
    begun, free = threading.Event(), threading.Event()

    def slow(_event, _context):
        begun.set()
        assert free.wait(10)
        return {"statusCode": 200}

    def release(url):
        eventually(lambda: not listens(url))
        free.set()

    with ThreadPoolExecutor(2) as threads:
        with serving(slow) as url:
            asked = threads.submit(ask_only, url)
            assert begun.wait(10)
            threads.submit(release, url)
        assert asked.result(10).status_code == 200
    assert not listens(url)
