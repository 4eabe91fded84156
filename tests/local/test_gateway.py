"""The gateway over real sockets: how requests reach the function, and what its results become."""

import http.client
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.local.asking import ask, ask_only, event_of, raw, serving


def test_what_has_no_content_type_is_json_and_no_server_names_itself(client):
    answer, _ = ask(client, "GET", "/health")
    assert answer.getheader("content-type") == "application/json"
    assert answer.getheader("server") is None


def test_doubled_headers_stay_side_by_side(client):
    headers = [("Webhook-Id", "1"), ("webhook-id", "2"), ("X-One", "ä".encode())]
    event = event_of(client, "/echo/a", headers=headers)
    assert event["multiValueHeaders"]["webhook-id"] == ["1", "2"]
    assert event["headers"]["webhook-id"] == "2"
    assert event["headers"]["x-one"].encode("latin-1") == "ä".encode()


@pytest.mark.parametrize("sent", [b"a\x01", b"a\x1f\x7f", b"\xff\xe9"])
def test_the_application_sees_odd_bytes_in_a_header(port, sent):
    """Number 22 of docs/reliability.md: the application itself answers a control character in an id, by 401."""
    head = b"POST /echo/a HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\nWebhook-Id: %b\r\n\r\n"
    _, _, text = raw(port, head % sent).partition(b"\r\n\r\n")
    assert json.loads(text)["event"]["headers"]["webhook-id"].encode("latin-1") == sent


def test_query_arguments_stay_side_by_side_and_are_decoded(client):
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


def test_a_whole_address_in_the_request_line_is_its_path(port):
    assert b" 200 OK" in raw(port, b"GET http://x:1/health?a=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")


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


def test_answers_keep_doubled_headers(client):
    answer, _ = ask(client, "POST", "/echo/a", b"")
    assert answer.headers.get_all("x-twice") == ["a", "b"]


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/nothing"), ("DELETE", "/echo/a"), ("OPTIONS", "/health"), ("BREW", "/health")]
)
def test_what_is_not_declared_is_not_found(client, method, path):
    answer, text = ask(client, method, path)
    assert (answer.status, answer.getheader("content-type")) == (404, "application/problem+json")
    assert (json.loads(text)["status"], json.loads(text)["code"]) == (404, "no-such-path")


@pytest.mark.parametrize("length", [100_000, 900_000])
def test_a_large_header_reaches_the_application(client, length):
    """Number 13 of docs/reliability.md: the application answers a header of 100 kB itself, by 401."""
    event = event_of(client, "/echo/a", headers=[("webhook-signature", "v" * length)])
    assert len(event["headers"]["webhook-signature"]) == length


def test_a_function_that_fails_is_503_without_a_trace(caplog):
    def fail(_event, _context):
        raise RuntimeError("secret detail")

    with serving(fail) as url:
        got = ask_only(url)
    assert (got.status_code, got.headers["content-type"]) == (503, "application/problem+json")
    assert got.headers["retry-after"] == "5"
    assert "secret detail" not in got.text
    assert "secret detail" in caplog.text


def test_each_thread_has_its_own_request(port):
    def ask_often(name):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        said = [json.loads(ask(connection, "GET", f"/me/{name}")[1]) for _ in range(20)]
        connection.close()
        return said == [{"name": name}] * 20

    with ThreadPoolExecutor(16) as threads:
        assert all(threads.map(ask_often, [f"n{number}" for number in range(16)]))
