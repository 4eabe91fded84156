"""Requests as they arrived: API Gateway's event with repeated headers and the raw body."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from chalicelib.dialects.delivery import Request
from chalicelib.routes.problems import Problem
from chalicelib.values.sentences import say
from chalicelib.views.problem_types import ProblemName

EVERY_METHOD = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]

Event = Mapping[str, Any]


def require_method(event: Event, allowed: str) -> None:
    """Answer 405 for any other method.

    Why here: API Gateway would answer 403 for a method that no route declares.
    """
    if event["requestContext"]["httpMethod"] != allowed:
        detail = say("wrong-method", "only {allowed} is answered here", allowed=allowed)
        raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, detail, headers={"Allow": allowed})


def require_size(event: Event, limit: int) -> None:
    """Answer 413 for a body of more than `limit` bytes, measured without decoding it."""
    if _size(event) > limit:
        raise Problem(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            say("too-large", "a body has at most {limit} bytes", limit=limit),
            limit=limit,
        )


def require_content(event: Event, *media_types: str, may_be_unsaid: bool = False) -> None:
    """Answer 415 for another media type or any content encoding.

    Parameters of the type do not matter.
    """
    kinds = [kind.partition(";")[0].strip().lower() for kind in header_values(event, "content-type")]
    if kinds not in [[kind] for kind in media_types] and (kinds or not may_be_unsaid):
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, say("content-type", "the content type is {types:or}", types=media_types)
        )
    if any(coding.strip().lower() != "identity" for coding in header_values(event, "content-encoding")):
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, say("no-encoding", "bodies are sent without content encoding"))


def header_values(event: Event, name: str) -> tuple[str, ...]:
    """Return every value of a header.

    `name` is in lower case.
    """
    doubled = event.get("multiValueHeaders")
    if doubled:
        return tuple(value for sent, values in doubled.items() if sent.lower() == name for value in values)
    return tuple(value for sent, value in (event.get("headers") or {}).items() if sent.lower() == name)


def received(event: Event) -> Request:
    """Read the headers and bytes of a request.

    Answers 400 if the gateway's encoding of the body is broken.
    """
    try:
        return Request.received(_headers(event), _body(event))
    except (UnicodeEncodeError, binascii.Error) as error:
        raise Problem(
            HTTPStatus.BAD_REQUEST, say("not-whole", "the body did not arrive whole"), kind=ProblemName.NOT_JSON
        ) from error


def _headers(event: Event) -> Iterator[tuple[str, str]]:
    doubled = event.get("multiValueHeaders")
    if doubled:
        return ((name, value) for name, values in doubled.items() for value in values)
    return iter((event.get("headers") or {}).items())


def _body(event: Event) -> bytes:
    sent = event.get("body")
    if isinstance(sent, bytes):
        return sent  # from Chalice's own local gateway
    text = sent or ""
    if event.get("isBase64Encoded"):
        return base64.b64decode(text.encode(), validate=True)
    return text.encode()


def _size(event: Event) -> int:
    sent = event.get("body") or b""
    encoded = sent if isinstance(sent, bytes) else sent.encode("utf-8", "surrogatepass")
    if not event.get("isBase64Encoded"):
        return len(encoded)
    return len(encoded) * 3 // 4 - encoded[-2:].count(b"=")
