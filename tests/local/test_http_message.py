import io

import pytest

from local.http_message import Answer, Limits, Refused, read_request, write_answer


def read(sent, **limits):
    asked = []
    request = read_request(io.BytesIO(sent), Limits(**limits), ask_on=lambda: asked.append(True))
    return request, bool(asked)


def test_reads_method_target_headers_and_body():
    request, asked = read(b"POST /a?b=1 HTTP/1.1\r\nHost: x\r\nX-A: 1\r\nX-A:  2 \r\nContent-Length: 3\r\n\r\nabcrest")
    assert (request.method, request.target, request.body) == ("POST", "/a?b=1", b"abc")
    assert request.headers == (("Host", "x"), ("X-A", "1"), ("X-A", "2"), ("Content-Length", "3"))
    assert request.header("x-a") == "2"
    assert not asked


def test_puts_chunks_together_and_skips_their_trailers():
    stream = io.BytesIO(
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"4;ext=1\r\nwiki\r\n5\r\npedia\r\n0\r\nX-Trailer: 1\r\n\r\nGET /next HTTP/1.1\r\n\r\n"
    )
    first = read_request(stream, Limits(), ask_on=lambda: None)
    second = read_request(stream, Limits(), ask_on=lambda: None)
    assert first.body == b"wikipedia"
    assert second.target == "/next"


def test_a_value_goes_on_as_it_was_sent():
    """Number 22 of docs/reliability.md: a control character in an id is our 401, not the gateway's 400."""
    request, _ = read(b"GET / HTTP/1.1\r\nwebhook-id: a\x00b\rX: \xe9\x01\r\n\r\n")
    assert request.headers == (("webhook-id", "a\x00b\rX: \xe9\x01"),)


def test_asks_a_waiting_client_to_go_on():
    _, asked = read(b"PUT / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx")
    assert asked


def test_does_not_ask_for_a_body_it_will_refuse():
    asked = []
    head = b"PUT / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n"
    with pytest.raises(Refused):
        read_request(io.BytesIO(head), Limits(body=8), ask_on=lambda: asked.append(True))
    assert not asked


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", True),
        (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", False),
        (b"GET / HTTP/1.0\r\n\r\n", False),
        (b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", True),
    ],
)
def test_keeps_the_connection_as_the_client_wishes(sent, kept):
    request, _ = read(sent)
    assert request.keep_alive is kept


@pytest.mark.parametrize("sent", [b"", b"\r\n", b"GET / HTTP/1.1\r\nHost: x\r\n"], ids=["none", "blank", "cut off"])
def test_an_ended_connection_is_no_request(sent):
    assert read(sent)[0] is None


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET /\r\n\r\n", 400),
        (b"GET / HTTP/2.0\r\n\r\n", 400),
        (b"G(T / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nno colon\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nspace : 1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nA: 1\r\n folded\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: 1x\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: \xb2\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\na", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\na b: 1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\na\x00: 1\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n", 413),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n" + b"a" * 64 + b"\r\n1\r\n", 413),
        (b"POST / HTTP/1.1\r\nContent-Length: 65\r\n\r\n", 413),
        (b"POST / HTTP/1.1\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n", 413),
        (b"GET / HTTP/1.1\r\nA: " + b"a" * 9000 + b"\r\n\r\n", 431),
    ],
)
def test_refuses_what_is_not_clear_or_too_much(sent, status):
    with pytest.raises(Refused) as refused:
        read(sent, head=8192, body=64)
    assert refused.value.status == status


def test_a_client_that_leaves_inside_its_body_is_no_request():
    with pytest.raises(ConnectionAbortedError):
        read(b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab")


def lines_of(written):
    head, _, body = written.partition(b"\r\n\r\n")
    return head.decode().split("\r\n"), body


def test_writes_an_answer_that_says_its_own_length():
    lines, body = lines_of(write_answer(Answer(status=201, body=b"abc"), bodiless=False, keep_alive=True))
    assert lines[0] == "HTTP/1.1 201 Created"
    assert {"content-length: 3", "connection: keep-alive"} <= set(lines)
    assert body == b"abc"


def test_a_header_cannot_break_out_of_its_line():
    answer = Answer(status=200, headers=(("X-A", "1\r\nX-Evil: 2"),))
    lines, _ = lines_of(write_answer(answer, bodiless=False, keep_alive=False))
    assert "X-A: 1  X-Evil: 2" in lines


def test_a_head_request_gets_the_length_but_no_body():
    answer = Answer(status=200, headers=(("Content-Length", "99"),))
    lines, body = lines_of(write_answer(answer, bodiless=True, keep_alive=True))
    assert "Content-Length: 99" in lines
    assert body == b""
