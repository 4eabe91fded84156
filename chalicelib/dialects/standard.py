"""The dialect of Standard Webhooks 1.0, read byte by byte (https://www.standardwebhooks.com).

The reference library is not used here, because a stranger can make it raise errors of its own (standardwebhooks 1.1.0
raises ValueError and binascii.Error for a list entry without a comma or with bad base64). The tests sign with it.
"""

import base64
import hmac
import re
from datetime import datetime
from functools import cache

from pydantic import BaseModel

from chalicelib.dialects.delivery import (
    Credentials,
    Dialect,
    Misconfigured,
    NotAuthentic,
    Request,
    Translation,
    by_body,
)
from chalicelib.dialects.reading import Kind, translation, understood
from chalicelib.dialects.signatures import body_text, delivery_id, require_match, sole_header
from chalicelib.dialects.strict_json import parse_object
from chalicelib.values.identifiers import Identifier
from chalicelib.values.instants import Instant

CONTENT_TYPE = "application/json"

_TOLERANCE = 300  # seconds, both ways, inclusive
_SECONDS = re.compile(r"[1-9][0-9]{0,11}")
_LONGEST_LIST = 8_192  # characters, enough for 170 signatures


class Addressed(BaseModel):
    """The order number in `data`.

    All other fields belong to the fact.
    """

    order_number: Identifier


class _Envelope(BaseModel):
    type: Kind
    timestamp: Instant
    data: dict[str, object]


def verify(request: Request, credentials: Credentials, now: datetime) -> str:
    """Verify a delivery and return its `webhook-id`.

    Raises NotAuthentic if id, timestamp or signature is wrong.
    """
    keys = _keys(credentials)
    identity = delivery_id(sole_header(request, "webhook-id"))
    timestamp = sole_header(request, "webhook-timestamp")
    listed = sole_header(request, "webhook-signature")
    if not _is_current(timestamp, now) or len(listed) > _LONGEST_LIST:
        raise NotAuthentic
    signed = f"{identity}.{timestamp}.{body_text(request)}".encode()
    # Entries of other versions and garbage do not equal an expected `v1,…`, and so they are ignored.
    require_match(listed.split(" "), [_signature(key, signed) for key in keys])
    return identity


def sign(body: bytes, credentials: Credentials, *, delivery_id: str, at: datetime) -> dict[str, str]:
    """Make the headers of our own delivery, signed with every live secret.

    Raises Misconfigured if a secret cannot sign.

    Why every secret: during a rotation either side may change first.
    """
    timestamp = str(int(at.timestamp()))
    signed = f"{delivery_id}.{timestamp}.".encode() + body
    return {
        "webhook-id": delivery_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(_signature(key, signed) for key in _keys(credentials)),
    }


def translate(body: bytes) -> Translation:
    """Read `{"type", "timestamp", "data"}`.

    An unknown type becomes an Unknown fact.
    """
    envelope = understood("", _Envelope.model_validate, parse_object(body))
    order_number = understood("data", Addressed.model_validate, envelope.data).order_number
    return translation(envelope.type, envelope.data, at=envelope.timestamp, order_number=order_number)


def _is_current(timestamp: str, now: datetime) -> bool:
    if _SECONDS.fullmatch(timestamp) is None:
        return False
    return abs(int(timestamp) - int(now.timestamp())) <= _TOLERANCE


def _signature(key: bytes, signed: bytes) -> str:
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def _keys(credentials: Credentials) -> list[bytes]:
    keys = [_key(secret) for secret in credentials.secrets]
    if not keys:
        raise Misconfigured("no secret to verify with")
    return keys


@cache  # of the few secrets that a process has
def _key(secret: str) -> bytes:
    """Read a secret as the reference library does, as base64 with or without `whsec_` and padding.

    A public key (`whpk_…`, PEM) is refused because it is not base64; anybody could sign with it.
    """
    text = secret.removeprefix("whsec_").rstrip("=")
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except ValueError:
        key = b""
    if not key:
        raise Misconfigured("a secret is not base64 of a symmetric key")
    return key


DIALECT = Dialect(
    name="standard",
    content_type=CONTENT_TYPE,
    verify=verify,
    translate=by_body(translate),
    says_verdict=True,
    gives_secret=False,
)
