"""Shared checks of all verifiers: a single header, a text body, a comparison in constant time, the delivery id."""

import hmac
import re
from collections.abc import Callable, Iterable
from datetime import datetime

from chalicelib.dialects.delivery import Credentials, Misconfigured, NotAuthentic, NotUnderstood, Request, body_hash
from chalicelib.dialects.strict_json import parse_object

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


def verify_app_push(request: Request, credentials: Credentials, _now: datetime) -> str:
    """Verify a push that is signed as Lazada does, and return the SHA-256 of its body in hex.

    The signature is HMAC-SHA256 over app key and body, in lower hex in `Authorization`. It includes no time and no id.
    """
    keys = text_keys(credentials)
    if not credentials.app_key:
        raise Misconfigured("no app key to verify with")
    signed = (credentials.app_key + body_text(request)).encode()
    expected = [hmac.digest(key, signed, "sha256").hex() for key in keys]
    require_match([sole_header(request, "authorization")], expected)
    return body_hash(request.body)


def id_named(name: str) -> Callable[[bytes], str]:
    """Make a reader of the delivery's id in its JSON."""
    return lambda body: id_in_body(body, name)


def id_in_body(body: bytes, name: str) -> str:
    """Return the delivery's id from its JSON. If there is none that fits, return the hash of the body."""
    try:
        value = parse_object(body).get(name)
    except NotUnderstood:
        value = None
    text = value if isinstance(value, str) else ""
    return text if _DELIVERY_ID.fullmatch(text) else body_hash(body)
