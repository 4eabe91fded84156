"""HTTP/1.1 messages as bytes: what a client sends is read, what it gets is written; no socket here."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from http.client import responses
from typing import BinaryIO

_REQUEST_LINE = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+) (\S+) HTTP/1\.([01])")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_DIGITS = re.compile(r"[0-9]+")
_HEX = re.compile(r"[0-9A-Fa-f]{1,15}")
_BODILESS = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """How many bytes a head and a body may have."""

    head: int = 1024 * 1024
    body: int = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request, its body complete and without transfer coding."""

    method: str
    target: str
    headers: Headers
    body: bytes
    keep_alive: bool

    def header(self, name: str) -> str | None:
        """Return the last value sent under this name, whatever its case."""
        return _last(self.headers, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a client gets; length, date and connection are added when it is written."""

    status: int
    headers: Headers = ()
    body: bytes = b""


class Refused(Exception):
    """The request cannot be read on: the connection ends after this status."""

    def __init__(self, status: HTTPStatus, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


def read_request(stream: BinaryIO, limits: Limits, *, ask_on: Callable[[], None]) -> Request | None:
    """Read the next request, or None at the end; `ask_on` is called for one that awaits 100 Continue."""
    lines = _read_head(stream, limits)
    if not lines:
        return None
    parts = _REQUEST_LINE.fullmatch(lines[0])
    if parts is None:
        raise Refused(HTTPStatus.BAD_REQUEST, "the request line is not HTTP/1.1")
    method, target, minor = parts.groups()
    headers = tuple(_read_header(line) for line in lines[1:])
    return Request(
        method=method,
        target=target,
        headers=headers,
        body=_read_body(stream, headers, limit=limits.body, ask_on=ask_on),
        keep_alive=_wants_more(headers, minor),
    )


def write_answer(answer: Answer, *, bodiless: bool, keep_alive: bool) -> bytes:
    """Return the answer's bytes; to a HEAD request the body is measured, not sent."""
    phrase = responses.get(answer.status, "")
    own = {"date": formatdate(usegmt=True), "connection": "keep-alive" if keep_alive else "close"}
    measured = bodiless and _last(answer.headers, "content-length") is not None
    if answer.status not in _BODILESS and not measured:
        own["content-length"] = str(len(answer.body))
    kept = [(name, value) for name, value in answer.headers if name.lower() not in own]
    lines = [
        f"HTTP/1.1 {answer.status} {phrase}",
        *(f"{name}: {value}" for name, value in [*kept, *own.items()]),
    ]
    head = "\r\n".join(re.sub(r"[\r\n]", " ", line) for line in lines)
    body = b"" if bodiless or answer.status in _BODILESS else answer.body
    return head.encode("latin-1", "replace") + b"\r\n\r\n" + body


def _read_head(stream: BinaryIO, limits: Limits) -> list[str]:
    left = limits.head
    lines: list[str] = []
    while True:
        raw = stream.readline(left + 1)
        left -= len(raw)
        if left < 0:
            raise Refused(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the header is too large")
        if not raw.endswith(b"\n"):
            return []
        line = raw.rstrip(b"\r\n").decode("latin-1")
        if line:
            lines.append(line)
        elif lines:
            return lines


def _read_header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon or not _NAME.fullmatch(name):
        raise Refused(HTTPStatus.BAD_REQUEST, "a header is not `name: value`")
    return name, value.strip(" \t")  # whatever a value holds is the application's to judge: an odd id is its 401


def _read_body(stream: BinaryIO, headers: Headers, *, limit: int, ask_on: Callable[[], None]) -> bytes:
    codings = [value.lower() for name, value in headers if name.lower() == "transfer-encoding"]
    lengths = {value for name, value in headers if name.lower() == "content-length"}
    if not codings and not lengths:
        return b""
    if codings and (lengths or codings != ["chunked"]):
        raise Refused(HTTPStatus.BAD_REQUEST, "the body is sent in a way that is not understood")
    length = _one_length(lengths, limit) if lengths else 0
    if (_last(headers, "expect") or "").lower() == "100-continue":
        ask_on()
    return _read_exactly(stream, length) if lengths else _read_chunks(stream, limit)


def _one_length(lengths: Iterable[str], limit: int) -> int:
    first, *others = lengths
    if others or not _DIGITS.fullmatch(first):
        raise Refused(HTTPStatus.BAD_REQUEST, "the content length is not one number")
    if len(first) > len(str(limit)) or int(first) > limit:
        raise _too_large(limit)
    return int(first)


def _read_chunks(stream: BinaryIO, limit: int) -> bytes:
    body = bytearray()
    while True:
        size = stream.readline(1024).split(b";")[0].strip().decode("latin-1")
        if not _HEX.fullmatch(size):
            raise Refused(HTTPStatus.BAD_REQUEST, "a chunk has no size")
        if len(body) + int(size, 16) > limit:
            raise _too_large(limit)
        body += _read_exactly(stream, int(size, 16))
        if int(size, 16) == 0:
            _skip_trailers(stream)
            return bytes(body)
        if stream.readline(3).strip():
            raise Refused(HTTPStatus.BAD_REQUEST, "a chunk is longer than its size")


def _skip_trailers(stream: BinaryIO) -> None:
    while stream.readline(65536).strip():
        pass


def _read_exactly(stream: BinaryIO, length: int) -> bytes:
    body = stream.read(length) if length else b""
    if len(body) < length:
        raise ConnectionAbortedError("the client went away inside its body")
    return body


def _too_large(limit: int) -> Refused:
    return Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the body is larger than {limit} bytes")


def _wants_more(headers: Headers, minor: str) -> bool:
    wish = (_last(headers, "connection") or "").lower()
    return "close" not in wish if minor == "1" else "keep-alive" in wish


def _last(headers: Headers, name: str) -> str | None:
    return next((value for key, value in reversed(headers) if key.lower() == name), None)
