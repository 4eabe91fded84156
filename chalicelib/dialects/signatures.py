"""Shared checks of all verifiers: a single header, a text body, and a comparison in constant time."""

import hmac
import re
from collections.abc import Iterable

from chalicelib.dialects.delivery import Credentials, Misconfigured, NotAuthentic, Request

_DELIVERY_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def sole_header(request: Request, name: str) -> str:
    """Return the only value of a header.

    Raises NotAuthentic if there are none or several.
    """
    values = request.headers.get(name, ())
    if len(values) != 1:
        raise NotAuthentic
    return values[0]


def delivery_id(text: str) -> str:
    """Return a delivery's id.

    Raises NotAuthentic unless it matches `[A-Za-z0-9_-]{1,64}`.
    """
    if _DELIVERY_ID.fullmatch(text) is None:
        raise NotAuthentic
    return text


def body_text(request: Request) -> str:
    """Return the body as text.

    Raises NotAuthentic if it is empty or not UTF-8.
    """
    if not request.body:
        raise NotAuthentic
    try:
        return request.body.decode()
    except UnicodeDecodeError:
        raise NotAuthentic from None


def text_keys(credentials: Credentials) -> list[bytes]:
    """Return the secrets as HMAC keys, byte for byte.

    Raises Misconfigured if there are none.
    """
    if not credentials.secrets or not all(credentials.secrets):
        raise Misconfigured("no secret to verify with")
    return [secret.encode() for secret in credentials.secrets]


def require_match(signatures: Iterable[str], expected: Iterable[str]) -> None:
    """Raise NotAuthentic unless a text equals an expected one, in a time that says nothing about the difference."""
    wanted = [each.encode() for each in expected]
    candidates = (each.encode(errors="replace") for each in signatures)
    if not any(hmac.compare_digest(candidate, each) for candidate in candidates for each in wanted):
        raise NotAuthentic
