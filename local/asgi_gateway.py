"""The gateway as an ASGI application: complete requests go to threads, because views are synchronous."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Literal, TypedDict

from local.exchange import Answer, Headers, Request
from local.gateway import Gateway, problem

_BODY_BYTES = 10 * 1024 * 1024  # API Gateway's own limit
_BODILESS = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})
_CLOSE = ("connection", "close")


class Scope(TypedDict):
    """The part of an ASGI scope that is read here."""

    method: str
    raw_path: bytes
    query_string: bytes
    headers: list[tuple[bytes, bytes]]


class Received(TypedDict, total=False):
    """A part of a request's body, or the news that the client is gone."""

    type: Literal["http.request", "http.disconnect"]
    body: bytes
    more_body: bool


Receive = Callable[[], Awaitable[Received]]
Send = Callable[[dict[str, object]], Awaitable[None]]


class _ClientGoneError(Exception):
    """The client ended the connection inside its body: there is nobody to answer."""


class _BodyTooLargeError(Exception):
    """The body is larger than the gateway takes. uvicorn reads and drops what is still sent of it."""


class AsgiGateway:
    """Reads a request to its end, has it answered in a thread, and sends the answer."""

    def __init__(self, gateway: Gateway, threads: ThreadPoolExecutor) -> None:
        self._gateway = gateway
        self._threads = threads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = _decoded(scope["headers"])
        try:
            body = await _read_body(headers, receive)
        except _ClientGoneError:
            return
        except _BodyTooLargeError:
            await _send(send, _too_large(headers))
            return
        await _send(send, await self._answer(_request(scope, headers, body)))

    async def _answer(self, request: Request) -> Answer:
        if request.header("transfer-encoding") is not None and request.header("content-length") is not None:
            refusal = problem(HTTPStatus.BAD_REQUEST, "not-understood", "a body has a length or chunks, not both")
            return Answer(status=refusal.status, headers=(*refusal.headers, _CLOSE), body=refusal.body)
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._gateway.answer, request)


async def _read_body(headers: Headers, receive: Receive) -> bytes:
    """Read the whole body. A body of a stated length that is too large is refused before any of it."""
    if any(name == "content-length" and int(value) > _BODY_BYTES for name, value in headers):
        raise _BodyTooLargeError
    body = bytearray()
    while True:
        part = await receive()
        if part["type"] == "http.disconnect":
            raise _ClientGoneError
        body += part["body"]
        if len(body) > _BODY_BYTES:
            raise _BodyTooLargeError
        if not part["more_body"]:
            return bytes(body)


def _too_large(headers: Headers) -> Answer:
    refusal = problem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body-too-large", f"the body is larger than {_BODY_BYTES} bytes"
    )
    # A client that waits for "100 Continue" sends no body now, and its next request must not be read as one.
    ending = (_CLOSE,) if any(name == "expect" for name, _ in headers) else ()
    return Answer(status=refusal.status, headers=(*refusal.headers, *ending), body=refusal.body)


def _request(scope: Scope, headers: Headers, body: bytes) -> Request:
    return Request(
        method=scope["method"],
        path=_path_of(scope["raw_path"].decode("ascii")),
        query=scope["query_string"].decode("ascii"),
        headers=headers,
        body=body,
    )


def _path_of(target: str) -> str:
    """Return the path of a target, which may be a whole address."""
    if target.startswith("/"):
        return target
    return "/" + target.partition("://")[2].partition("/")[2]


def _decoded(headers: list[tuple[bytes, bytes]]) -> Headers:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers)


async def _send(send: Send, answer: Answer) -> None:
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1", "replace")) for name, value in answer.headers]
    if answer.status not in _BODILESS and not any(name == b"content-length" for name, _ in headers):
        headers.append((b"content-length", str(len(answer.body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
