"""The dialect of Shopee's open platform: a signed push that says which return has changed, and perhaps its status.

Source: two public programs that read push 29, and Shopee's own documents for the words (v2.returns). A push says only
that something changed. The answers of `get_return_detail` say what (`shopee_snapshot`). The address to which Shopee
posts is part of the signature, so that the connection has to hold it.
"""

import hmac
from datetime import datetime

from pydantic import BaseModel

from chalicelib.dialects.delivery import AboutNoOrder, Credentials, Dialect, Request, Translation, body_hash, by_body
from chalicelib.dialects.meanings import UNLISTED, Row, meanings
from chalicelib.dialects.reading import EpochTime, PlatformId, translation, understood
from chalicelib.dialects.signatures import body_text, require_match, sole_header, text_keys
from chalicelib.dialects.strict_json import parse_object
from chalicelib.domain.facts import Word
from chalicelib.values.blanks import BlankIsMissing
from chalicelib.values.stages import Stage
from chalicelib.values.vocabulary import EventType as E
from chalicelib.values.vocabulary import Party

_RETURNS = "29"
_ORDER_NAMES = ("order_sn", "ordersn")  # both occur in pushes

# SELLER_DISPUTE: it is the seller who disputes.
STATUSES = meanings(
    Row(E.RETURN_REQUESTED, Stage.OPEN, "REQUESTED"),
    Row(E.RETURN_UPDATED, Stage.OPEN, "PROCESSING"),
    Row(E.RETURN_UPDATED, Stage.AGREED, "ACCEPTED"),
    Row(E.RETURN_UPDATED, Stage.SUPPORT, "SELLER_DISPUTE"),
    Row(E.RETURN_UPDATED, Stage.OVER, "CANCELLED CLOSED"),
    Row(E.MEDIATION_OPENED, None, "JUDGING"),
)


class _Envelope(BaseModel):
    code: PlatformId
    timestamp: EpochTime
    data: dict[str, object] = {}


class _Change(BlankIsMissing):
    order_sn: PlatformId
    return_sn: PlatformId
    status: Word | None = None


class _OfOrder(BaseModel):
    order_sn: PlatformId


def verify(request: Request, credentials: Credentials, _now: datetime) -> str:
    """Verify a push and return the SHA-256 of its body in hex.

    The signature is HMAC-SHA256 over callback URL, `|` and body, in lower hex. It includes no time and no id.
    """
    keys = text_keys(credentials)
    signed = f"{credentials.setting('callback_url')}|{body_text(request)}".encode()
    require_match([sole_header(request, "authorization")], [hmac.digest(key, signed, "sha256").hex() for key in keys])
    return body_hash(request.body)


def translate(body: bytes) -> Translation:
    """Read a push about a return. What else changes of an order is only kept."""
    push = understood("", _Envelope.model_validate, parse_object(body))
    if push.code == _RETURNS:
        return _of_return(push)
    numbers = [push.data[name] for name in _ORDER_NAMES if name in push.data]
    if not numbers:
        raise AboutNoOrder("code: it is about no order")
    order = understood("data", _OfOrder.model_validate, {"order_sn": numbers[0]})
    return translation(f"shopee.{push.code}", {}, at=push.timestamp, order_number=order.order_sn)


def _of_return(push: _Envelope) -> Translation:
    change = understood("data", _Change.model_validate, push.data)
    meaning = STATUSES.get(change.status or "", UNLISTED)
    said: dict[str, object] = {"return_id": change.return_sn, "platform_status": change.status}
    if change.status is not None:
        said["stage"] = meaning.stage
    if meaning.kind is E.MEDIATION_OPENED:
        said |= {"mediation_id": judging(change.return_sn), "opened_by": Party.PLATFORM}
    return translation(meaning.kind, said, at=push.timestamp, order_number=change.order_sn)


def judging(return_sn: str) -> str:
    """Name the mediation of a return, of which Shopee tells no id."""
    return f"{return_sn}-judging"


DIALECT = Dialect(
    name="shopee",
    content_type="application/json",
    verify=verify,
    translate=by_body(translate),
    needs=("callback_url",),
)
