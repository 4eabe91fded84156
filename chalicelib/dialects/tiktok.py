"""The dialect of TikTok Shop's webhooks: signed JSON with ids and a status.

Source: TikTok Shop Partner Center, webhooks 12 (return), 11 (cancellation), 1 (order) and 14 (message). The algorithm
of the signature stands in public programs only. `update_time` is the time of the change, else the time of sending.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from pydantic import BaseModel

from chalicelib.dialects.delivery import AboutNoOrder, Credentials, Dialect, Request, Translation, by_body
from chalicelib.dialects.meanings import UNLISTED, Row, meanings
from chalicelib.dialects.reading import EpochTime, PlatformId, translation, understood
from chalicelib.dialects.signatures import id_in_body, id_named, verify_app_push
from chalicelib.dialects.strict_json import parse_object
from chalicelib.domain.facts import Word
from chalicelib.values.blanks import BlankIsMissing
from chalicelib.values.stages import Stage
from chalicelib.values.vocabulary import EventType as E
from chalicelib.values.vocabulary import Resolution

# A request that the buyer or the system cancelled is no withdrawal, because TikTok does not tell which. Both spellings
# of CANCEL are printed. A completed refund is no settlement, because the message does not have its amount.
RETURNS = meanings(
    Row(E.RETURN_REQUESTED, Stage.OPEN, "RETURN_OR_REFUND_REQUEST_PENDING REPLACEMENT_REQUEST_PENDING"),
    Row(E.RETURN_UPDATED, Stage.OPEN, "AWAITING_BUYER_RESPONSE"),
    Row(E.RETURN_UPDATED, Stage.AGREED, "AWAITING_BUYER_SHIP REPLACEMENT_REQUEST_COMPLETE"),
    Row(E.RETURN_SHIPPED, Stage.SENT, "BUYER_SHIPPED_ITEM"),
    Row(
        E.RETURN_UPDATED,
        Stage.REFUSED,
        "REFUND_OR_RETURN_REQUEST_REJECT REPLACEMENT_REQUEST_REJECT REJECT_RECEIVE_PACKAGE",
    ),
    Row(
        E.RETURN_UPDATED,
        Stage.REFUNDING,
        "RETURN_OR_REFUND_REQUEST_SUCCESS REPLACEMENT_REQUEST_REFUND_SUCCESS",
    ),
    Row(
        E.RETURN_UPDATED,
        Stage.OVER,
        "RETURN_OR_REFUND_REQUEST_COMPLETE RETURN_OR_REFUND_REQUEST_CANCEL RETURN_OR_REFUND__REQUEST_CANCELLED",
    ),
    Row(E.RETURN_WITHDRAWN, Stage.OVER, "REPLACEMENT_REQUEST_CANCEL"),
)
_CANCELLATIONS = meanings(
    Row(E.RETURN_REQUESTED, Stage.OPEN, "CANCELLATION_REQUEST_PENDING", Resolution.REFUND_WITHOUT_RETURN),
    Row(E.RETURN_UPDATED, Stage.REFUNDING, "CANCELLATION_REQUEST_SUCCESS"),
    Row(E.RETURN_UPDATED, Stage.OVER, "CANCELLATION_REQUEST_COMPLETE CANCELLATION_REQUEST_CANCELLED"),
)
WANTS = {
    "REFUND": Resolution.REFUND_WITHOUT_RETURN,
    "RETURN_AND_REFUND": Resolution.RETURN_AND_REFUND,
    "REPLACEMENT": Resolution.EXCHANGE,
}
_MOVED = {"IN_TRANSIT": E.ORDER_SHIPPED, "DELIVERED": E.ORDER_DELIVERED}


class _Envelope(BaseModel):
    type: PlatformId
    timestamp: EpochTime
    data: dict[str, object]


class _OfOrder(BlankIsMissing):
    order_id: PlatformId
    order_status: Word | None = None
    update_time: EpochTime | None = None


class _OfReturn(_OfOrder):
    return_id: PlatformId
    return_status: Word
    return_type: Word | None = None


class _OfCancellation(_OfOrder):
    cancel_id: PlatformId
    cancel_status: Word


def verify(request: Request, credentials: Credentials, now: datetime) -> str:
    """Verify a push and return its `tts_notification_id`, else the hash of its body."""
    verify_app_push(request, credentials, now)
    return id_in_body(request.body, "tts_notification_id")


def translate(body: bytes) -> Translation:
    """Read a push about a return, a cancellation or an order. Other changes of an order are only kept."""
    push = understood("", _Envelope.model_validate, parse_object(body))
    if push.type in _READERS:
        return _READERS[push.type](push)
    if "order_id" not in push.data:
        raise AboutNoOrder("type: it is about no order")
    return _kept(push, understood("data", _OfOrder.model_validate, push.data))


def _of_return(push: _Envelope) -> Translation:
    change = understood("data", _OfReturn.model_validate, push.data)
    meaning = RETURNS.get(change.return_status, UNLISTED)
    said = {
        "return_id": change.return_id,
        "platform_status": change.return_status,
        "stage": meaning.stage,
        "wants": WANTS.get(change.return_type or ""),
    }
    return translation(meaning.kind, said, at=change.update_time or push.timestamp, order_number=change.order_id)


def _of_cancellation(push: _Envelope) -> Translation:
    """Read a cancellation. Its `create_time` is the request's, whatever has changed since."""
    change = understood("data", _OfCancellation.model_validate, push.data)
    meaning = _CANCELLATIONS.get(change.cancel_status, UNLISTED)
    said = {
        "return_id": change.cancel_id,
        "platform_status": change.cancel_status,
        "stage": meaning.stage,
        "wants": meaning.wants,
    }
    return translation(meaning.kind, said, at=push.timestamp, order_number=change.order_id)


def _of_order(push: _Envelope) -> Translation:
    change = understood("data", _OfOrder.model_validate, push.data)
    kind = _MOVED.get(change.order_status or "")
    if kind is None:
        return _kept(push, change)
    return translation(kind, {}, at=change.update_time or push.timestamp, order_number=change.order_id)


def _of_message(_push: _Envelope) -> Translation:
    raise AboutNoOrder("type: it is about a conversation")


def _kept(push: _Envelope, change: _OfOrder) -> Translation:
    at = change.update_time or push.timestamp
    return translation(f"tiktok.{push.type}", {}, at=at, order_number=change.order_id)


_READERS: Mapping[str, Callable[[_Envelope], Translation]] = {
    "1": _of_order,
    "11": _of_cancellation,
    "12": _of_return,
    "14": _of_message,
}
DIALECT = Dialect(
    name="tiktok",
    content_type="application/json",
    verify=verify,
    translate=by_body(translate),
    identify=id_named("tts_notification_id"),
    needs=("app_key",),
)
