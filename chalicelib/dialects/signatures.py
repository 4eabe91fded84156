"""What the verifiers share: one header of a name, one text for a body, comparison in constant time."""

import hmac
import re
from collections.abc import Iterable

from chalicelib.dialects.delivery import Credentials, Misconfigured, NotAuthentic, Request

_DELIVERY_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def sole_header(request: Request, name: str) -> str:
    """Give the only value of a header; NotAuthentic where there is none or more than one to choose from."""
    values = request.headers.get(name, ())
    if len(values) != 1:
        raise NotAuthentic
    return values[0]


def delivery_id(text: str) -> str:
    """Let a delivery's id through; NotAuthentic unless it is `[A-Za-z0-9_-]{1,64}`."""
    if _DELIVERY_ID.fullmatch(text) is None:
        raise NotAuthentic
    return text


def body_text(request: Request) -> str:
    """Give the body as text; NotAuthentic where it is empty or not UTF-8."""
    if not request.body:
        raise NotAuthentic
    try:
        return request.body.decode()
    except UnicodeDecodeError:
        raise NotAuthentic from None


def text_keys(credentials: Credentials) -> list[bytes]:
    """Give the secrets as HMAC keys, byte for byte; Misconfigured where there is none to verify with."""
    if not credentials.secrets or not all(credentials.secrets):
        raise Misconfigured("no secret to verify with")
    return [secret.encode() for secret in credentials.secrets]


def require_match(given: Iterable[str], expected: Iterable[str]) -> None:
    """NotAuthentic unless a given text is one of the expected; how nearly it is takes no time to tell."""
    wanted = [each.encode() for each in expected]
    candidates = (each.encode(errors="replace") for each in given)
    if not any(hmac.compare_digest(candidate, each) for candidate in candidates for each in wanted):
        raise NotAuthentic
