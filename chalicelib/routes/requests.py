"""Requests as they arrived: API Gateway's event with repeated headers and the raw body."""

import base64
import binascii
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from chalicelib.routes.problems import Problem
from chalicelib.values.sentences import say
from chalicelib.views.problem_types import ProblemName

EVERY_METHOD = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]

Event = Mapping[str, Any]
Headers = Mapping[str, tuple[str, ...]]


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


def require_content(headers: Headers, *media_types: str, may_be_unsaid: bool = False) -> None:
    """Answer 415 for another media type or any content encoding.

    Parameters of the type do not matter.
    """
    kinds = [kind.partition(";")[0].strip().lower() for kind in headers.get("content-type", ())]
    if not (kinds[0] in media_types if len(kinds) == 1 else may_be_unsaid and not kinds):
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, say("content-type", "the content type is {types:or}", types=media_types)
        )
    if any(coding.strip().lower() != "identity" for coding in headers.get("content-encoding", ())):
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, say("no-encoding", "bodies are sent without content encoding"))


def headers_of(event: Event) -> Headers:
    """Return the headers of a request by their names in lower case, each with all its values."""
    doubled = event.get("multiValueHeaders") or {name: [value] for name, value in (event.get("headers") or {}).items()}
    gathered: dict[str, tuple[str, ...]] = {}
    for sent, values in doubled.items():
        name = sent.lower()
        gathered[name] = (*gathered[name], *values) if name in gathered else tuple(values)
    return gathered


def header_values(event: Event, name: str) -> tuple[str, ...]:
    """Return every value of a header.

    `name` is in lower case.
    """
    return headers_of(event).get(name, ())


def body_of(event: Event) -> bytes:
    """Read the bytes of a request.

    Answers 400 if the gateway's encoding of the body is broken.
    """
    try:
        return _body(event)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise Problem(
            HTTPStatus.BAD_REQUEST, say("not-whole", "the body did not arrive whole"), kind=ProblemName.NOT_JSON
        ) from error


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
