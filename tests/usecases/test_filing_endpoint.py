"""One POST to a server that does as it likes, over real sockets."""

import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress

import pytest

from chalicelib.usecases.filing_endpoint import LARGEST_ANSWER, Answer, FilingEndpoint, NoAnswer
from tests.usecases.certificates import write_certificate

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@contextmanager
def server(answers, *, encrypted=lambda stream: stream):
    """A server that takes one connection, waits for something to come in, and lets `answers` do the rest."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve():
            with suppress(OSError), encrypted(listening.accept()[0]) as stream:
                stream.recv(65536)
                answers(stream)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/filings?of=demo"
        thread.join(5)


def says(data):
    return lambda stream: stream.sendall(data)


def says_and_listens(data):
    """Close with something unread, and the answer may be lost on its way."""

    def say(stream):
        stream.sendall(data)
        stream.recv(65536)

    return say


def drips(first, again):
    def drip(stream):
        stream.sendall(first)
        while True:
            stream.sendall(again)
            time.sleep(0.02)

    return drip


def post(url, **limits):
    return FilingEndpoint(**{"connect_within": 0.5, "patience": 0.3} | limits).post(url, headers={"a": "b"}, body=b"{}")


def test_the_whole_request_arrives():
    heard = []

    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve():
            stream, _ = listening.accept()
            with stream, stream.makefile("rb") as reader:
                heard.extend(iter(reader.readline, b"\r\n"))
                heard.append(reader.read(2))
                stream.sendall(HEAD + b"Content-Length: 2\r\n\r\nok")

        thread = threading.Thread(target=serve)
        thread.start()
        assert post(f"http://127.0.0.1:{listening.getsockname()[1]}/filings?of=demo") == Answer(200, b"ok")
        thread.join(5)
    assert heard[0] == b"POST /filings?of=demo HTTP/1.1\r\n"
    assert b"a: b\r\n" in heard
    assert heard[-1] == b"{}"


@pytest.mark.parametrize("size", [0, 1, LARGEST_ANSWER])
def test_an_answer_is_taken_whole(size):
    with server(says(HEAD + f"Content-Length: {size}\r\n\r\n".encode() + b"x" * size)) as url:
        assert post(url) == Answer(200, b"x" * size)


def test_a_redirect_is_an_answer_and_no_more():
    with server(says(b"HTTP/1.1 307 Elsewhere\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")) as url:
        assert post(url) == Answer(307, b"")


@pytest.mark.parametrize(
    "answers",
    [
        says(b""),
        says(b"SSH-2.0-OpenSSH_9.6\r\n"),
        says(HEAD + b"X: " + b"x" * 100_000 + b"\r\n\r\n"),
        says(HEAD + b"Content-Length: 70000\r\n\r\n" + b"x" * 70_000),
        says(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
        says(HEAD + b"Connection: close\r\n\r\n" + b"x" * (LARGEST_ANSWER + 1)),
        drips(b"", b"H"),
        drips(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        drips(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        drips(HEAD + b"Content-Length: 60000\r\n\r\n", b"x"),
        drips(HEAD + b"\r\n", b"x"),
        lambda stream: stream.recv(1),
    ],
    ids=[
        "hangs-up",
        "not-http",
        "huge-header",
        "too-large",
        "bad-chunk",
        "endless",
        "status-drips",
        "headers-drip",
        "continues-for-ever",
        "measured-body-drips",
        "body-drips",
        "keeps-still",
    ],
)
def test_whatever_else_comes_is_no_answer_in_bounded_time(answers):
    """It holds number 79 of docs/reliability.md."""
    begun = time.monotonic()
    with server(answers) as url, pytest.raises(NoAnswer):
        post(url)
    assert time.monotonic() - begun < 3


def test_a_handshake_that_drips_is_no_answer_in_bounded_time():
    begun = time.monotonic()
    record_of_a_server_hello = b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc\x03\x03"
    with server(drips(record_of_a_server_hello, b"\0")) as url, pytest.raises(NoAnswer):
        post(url.replace("http:", "https:"))
    assert time.monotonic() - begun < 3


def test_all_addresses_of_a_name_together_have_the_time_to_connect(monkeypatch):
    with socket.create_server(("127.0.0.1", 0), backlog=0) as deaf, socket.create_connection(deaf.getsockname()):
        named = (socket.AF_INET, socket.SOCK_STREAM, 6, "", deaf.getsockname())
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [named] * 20)
        begun = time.monotonic()
        with pytest.raises(NoAnswer):
            post(f"http://127.0.0.1:{deaf.getsockname()[1]}/", connect_within=0.2)
    assert time.monotonic() - begun < 2


@pytest.fixture
def encrypted(tmp_path, monkeypatch):
    """Encrypts a server's end of a connection, under a certificate that this machine trusts."""
    pem = tmp_path / "platform.pem"
    write_certificate(pem)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return lambda stream: context.wrap_socket(stream, server_side=True)


def test_a_server_with_a_certificate_is_spoken_to(encrypted):
    with server(says_and_listens(HEAD + b"Content-Length: 2\r\n\r\nok"), encrypted=encrypted) as url:
        assert post(url.replace("http:", "https:"), patience=10) == Answer(200, b"ok")


def test_a_certificate_of_another_host_is_none(encrypted):
    with server(says(HEAD + b"\r\n"), encrypted=encrypted) as url, pytest.raises(NoAnswer, match="CertVerification"):
        post(url.replace("http://127.0.0.1", "https://localhost"), patience=10)


def test_an_encrypted_answer_that_drips_is_none_in_bounded_time(encrypted):
    begun = time.monotonic()
    with server(drips(HEAD + b"\r\n", b"x"), encrypted=encrypted) as url, pytest.raises(NoAnswer):
        post(url.replace("http:", "https:"))
    assert time.monotonic() - begun < 3


def test_a_stranger_without_a_certificate_is_not_spoken_to():
    heard = []
    with server(lambda stream: heard.append(stream.recv(65536))) as url, pytest.raises(NoAnswer):
        post(url.replace("http:", "https:"))
    assert not any(b"POST" in each for each in heard)
    assert ssl.create_default_context().verify_mode is ssl.CERT_REQUIRED
