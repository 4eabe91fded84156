"""The server in front of moto, over real sockets, with an application that only repeats what it gets."""

import http.client
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from werkzeug import Request, Response
from werkzeug.test import Client

from local.aws_server import KeepAliveHandler, OneAtATime
from local.port import take_port
from local.wsgi_server import make_wsgi_server, serve_wsgi


@Request.application
def echo(request):
    if request.path == "/broken":
        raise RuntimeError("secret detail")
    told = {"body": request.get_data(as_text=True), "raw": request.environ["RAW_URI"], "x": request.headers.get("x")}
    return Response(json.dumps(told), headers=[("x-twice", "a"), ("x-twice", "b")])


@pytest.fixture
def client(monkeypatch):
    monkeypatch.setenv("HTTP_X", "a variable of the process")
    with take_port() as listener:
        server = make_wsgi_server(OneAtATime(echo), listener, handler=KeepAliveHandler)
        thread = threading.Thread(target=serve_wsgi, args=(server,))
        thread.start()
        with closing(http.client.HTTPConnection(*listener.getsockname(), timeout=10)) as connection:
            connection.connect()
            connection.auto_open = 0  # a test that loses its connection fails
            yield connection
        server.shutdown()
        thread.join()


def ask(client, method="POST", path="/", **sent):
    client.request(method, path, **sent)
    answer = client.getresponse()
    return answer, answer.read()


def test_a_connection_is_kept_and_each_body_is_read_to_its_end(client):
    for body in (b"one", b"x" * 100_000, b""):
        _, text = ask(client, path="/a%2Fb?c=%20", body=body)
        assert json.loads(text) == {"body": body.decode(), "raw": "/a%2Fb?c=%20", "x": None}


def test_chunks_arrive_as_one_body(client):
    for _ in range(2):
        _, text = ask(client, body=iter([b"one ", b"two"]), encode_chunked=True)
        assert json.loads(text)["body"] == "one two"


def test_a_client_that_waits_is_asked_to_go_on(client):
    """boto3 sends the bodies of objects so, and would wait a second."""
    client.sock.settimeout(0.9)
    client.putrequest("PUT", "/")
    client.putheader("Expect", "100-continue")
    client.putheader("Content-Length", "3")
    client.endheaders()
    assert client.sock.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
    client.send(b"one")
    assert json.loads(client.getresponse().read())["body"] == "one"


def test_a_head_request_gets_the_length_only(client):
    answer, text = ask(client, "HEAD")
    assert (answer.status, text) == (200, b"")
    assert int(answer.getheader("content-length")) > 0
    assert ask(client)[0].status == 200


def test_doubled_headers_of_an_answer_are_kept(client):
    assert ask(client)[0].headers.get_all("x-twice") == ["a", "b"]


def test_an_application_that_fails_is_500_without_a_trace(client, capfd):
    answer, text = ask(client, path="/broken")
    assert answer.status == 500
    assert b"secret detail" not in text
    assert "secret detail" in capfd.readouterr().err
    assert ask(client)[0].status == 200


def test_two_requests_never_meet_in_the_application():
    meeting = threading.Barrier(2)

    @Request.application
    def meet(_request):
        try:
            meeting.wait(0.5)
        except threading.BrokenBarrierError:
            return Response("alone")
        return Response("met")

    asker = Client(OneAtATime(meet))
    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(lambda _: asker.get("/").text, range(2))) == ["alone", "alone"]
