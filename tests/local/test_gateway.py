import http.client
import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from local.gateway import api_service
from local.http_server import HttpServer, PortTakenError
from tests.local.tiny_app.app import app


@pytest.fixture(scope="module")
def port():
    server = HttpServer(port=0)
    thread = threading.Thread(target=server.serve, args=(api_service(app),))
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()


@pytest.fixture
def client(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    yield connection
    connection.close()


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


def raw(port, sent):
    """What a socket gets back until the other side ends it."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(sent)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_many_requests_share_a_connection(client):
    for _ in range(3):
        answer, text = ask(client, "GET", "/health")
        assert (answer.status, json.loads(text)) == (200, {"ok": True})
        assert answer.getheader("connection") == "keep-alive"
    assert client.sock is not None


def test_what_has_no_content_type_is_json_and_nobody_boasts(client):
    answer, _ = ask(client, "GET", "/health")
    assert answer.getheader("content-type") == "application/json"
    assert answer.getheader("server") is None


def test_doubled_headers_stand_side_by_side(client):
    event = event_of(client, "/echo/a", headers=[("Webhook-Id", "1"), ("webhook-id", "2"), ("X-One", "ä".encode())])
    assert event["multiValueHeaders"]["Webhook-Id"] == ["1", "2"]
    assert event["headers"]["Webhook-Id"] == "2"
    assert event["headers"]["X-One"].encode("latin-1") == "ä".encode()


def test_query_arguments_stand_side_by_side_and_decoded(client):
    event = event_of(client, "/echo/a?s=1&s=%C3%A4+b&empty=")
    assert event["multiValueQueryStringParameters"] == {"s": ["1", "ä b"], "empty": [""]}
    assert event["queryStringParameters"] == {"s": "ä b", "empty": ""}


def test_what_is_not_there_is_null(client):
    event = event_of(client, "/echo/a")
    assert (event["body"], event["queryStringParameters"], event["isBase64Encoded"]) == (None, None, False)


def test_parameters_are_decoded_and_literals_win(client):
    assert event_of(client, "/echo/%2e%2e%2Fb%20c")["pathParameters"] == {"name": "../b c"}
    _, text = ask(client, "POST", "/echo/fixed", b"")
    assert json.loads(text) == {"fixed": True}


@pytest.mark.parametrize(
    ("body", "content_type", "is_base64"),
    [
        ("{“a”: 1}".encode(), "application/json", False),
        (b"\xff\xfe", "application/json", True),
        (b"\xed\xa0\x80", "application/json", True),
        (b"plain", "application/octet-stream", True),
        (b"a=1", "application/x-www-form-urlencoded", False),
    ],
    ids=["text", "not utf-8", "lone surrogate", "binary type", "form"],
)
def test_every_body_arrives_byte_for_byte(client, body, content_type, is_base64):
    _, text = ask(client, "POST", "/echo/a", body, [("Content-Type", content_type)])
    said = json.loads(text)
    assert bytes.fromhex(said["raw"]) == body
    assert said["event"]["isBase64Encoded"] is is_base64


def test_a_chunked_body_arrives_whole(client):
    client.request("POST", "/echo/a", body=iter([b"one ", b"two"]), encode_chunked=True)
    assert bytes.fromhex(json.loads(client.getresponse().read())["raw"]) == b"one two"


def test_answers_keep_doubled_headers(client):
    answer, _ = ask(client, "POST", "/echo/a", b"")
    assert answer.headers.get_all("x-twice") == ["a", "b"]


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/nothing"), ("DELETE", "/echo/a"), ("OPTIONS", "/health"), ("BREW", "/health")]
)
def test_what_is_not_declared_is_not_found(client, method, path):
    answer, text = ask(client, method, path)
    assert (answer.status, answer.getheader("content-type")) == (404, "application/problem+json")
    assert json.loads(text)["status"] == 404


def test_a_head_request_gets_no_body_and_the_connection_goes_on(client):
    answer, text = ask(client, "HEAD", "/health")
    assert (answer.status, text) == (404, b"")
    assert ask(client, "GET", "/health")[0].status == 200


def test_a_body_over_the_gateways_limit_is_413_even_while_it_is_being_sent(client):
    answer, text = ask(client, "POST", "/echo/a", b"x" * (10 * 1024 * 1024 + 1))
    assert (answer.status, json.loads(text)["status"]) == (413, 413)
    assert answer.getheader("connection") == "close"


def test_a_large_header_reaches_the_application(client):
    event = event_of(client, "/echo/a", headers=[("webhook-signature", "v1,x " * 40_000)])
    assert len(event["headers"]["webhook-signature"]) == 199_999


def test_garbage_gets_a_problem_and_an_end(port):
    got = raw(port, b"\x16\x03\x01\x02\x00\x01\r\n\r\n")
    assert got.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert b"application/problem+json" in got


def test_a_failure_outside_every_view_is_503_without_a_trace(port, monkeypatch, capfd):
    def broken(*_args, **_named):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("local.gateway.proxy_event", broken)
    got = raw(port, b"GET /health HTTP/1.1\r\n\r\n")
    assert got.startswith(b"HTTP/1.1 503 ")
    assert b"retry-after" in got
    assert b"secret detail" not in got
    assert "secret detail" in capfd.readouterr().err


def test_each_thread_has_its_own_request(port):
    def ask_often(name):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        said = [json.loads(ask(connection, "GET", f"/me/{name}")[1]) for _ in range(20)]
        connection.close()
        return said == [{"name": name}] * 20

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(ask_often, [f"n{number}" for number in range(8)]))


def test_a_taken_port_is_told(port):
    with pytest.raises(PortTakenError, match=str(port)):
        HttpServer(port=port)
