"""The dialect of Lazada's push messages: signed JSON with only ids and a status, one message for each order line.

Source: Lazada Open Platform, Webhook API, Reverse Order and Trade Order Notifications
(https://open.alitrip.com/docs/doc.htm?articleId=120232&docType=1&treeId=499, and articleId=120196).
Lazada does not push every status, and pushes statuses that no document lists.
"""

from datetime import datetime

from pydantic import BaseModel

from chalicelib.dialects.delivery import AboutNoOrder, Dialect, NotUnderstood, Translation, by_body
from chalicelib.dialects.meanings import UNLISTED, Row, meanings
from chalicelib.dialects.reading import EpochTime, PlatformId, translation, understood
from chalicelib.dialects.signatures import verify_app_push
from chalicelib.dialects.strict_json import parse_object
from chalicelib.domain.facts import Word
from chalicelib.values.blanks import BlankIsMissing
from chalicelib.values.stages import Stage
from chalicelib.values.vocabulary import EventType as E
from chalicelib.values.vocabulary import Resolution

CONTENT_TYPE = "application/json"

_TRADE_ORDER, _REVERSE_ORDER, _PACKAGE = "0", "10", "14"
_ORDER = frozenset({_TRADE_ORDER, _REVERSE_ORDER, _PACKAGE})
_NO_ORDER = frozenset(["1", "2", "3", "4", "5", "8", "19"])  # products, reviews, the token and the chat

# RTM means return to the merchant, RTW to Lazada's warehouse. If the platform cancels a return itself, the customer has
# not withdrawn it. A refund without its amount is not a settlement. "returned" can be the beginning or the end.
STATUSES = meanings(
    Row(E.RETURN_REQUESTED, Stage.OPEN, "CANCEL_INIT REFUND_INIT", Resolution.REFUND_WITHOUT_RETURN),
    Row(E.RETURN_REQUESTED, Stage.OPEN, "RTM_INIT RTW_INIT", Resolution.RETURN_AND_REFUND),
    Row(E.RETURN_SHIPPED, Stage.SENT, "RTM_SHIPPING_BACK RTW_SHIPPING_BACK"),
    Row(E.RETURN_DELIVERED, Stage.ARRIVED, "RTM_RECEIVE_ITEM"),
    Row(E.RETURN_UPDATED, Stage.REFUSED, "RTW_REJECT REFUND_REJECTED"),
    Row(E.RETURN_UPDATED, Stage.REFUNDING, "RTW_REFUND_PENDING REFUND_PENDING"),
    Row(
        E.RETURN_UPDATED,
        Stage.OVER,
        "CANCEL_SUCCESS CANCEL_REFUND_ISSUED REFUND_SUCCESS RTM_CANCELED RTW_CANCELED canceled",
    ),
    Row(E.RETURN_UPDATED, Stage.UNKNOWN, "returned"),
)
_MOVED = {"shipped": E.ORDER_SHIPPED, "delivered": E.ORDER_DELIVERED}
_CARRIER_SAYS = {
    "LOST_BY_3PL": "the carrier lost the package (LOST_BY_3PL)",
    "DAMAGE_BY_3PL": "the carrier damaged the package (DAMAGE_BY_3PL)",
}


class _Envelope(BaseModel):
    message_type: PlatformId
    data: dict[str, object] = {}

    @property
    def is_about_an_order(self) -> bool:
        if self.message_type in _NO_ORDER:
            return False
        return self.message_type in _ORDER or "trade_order_id" in self.data


class _Change(BlankIsMissing):
    trade_order_id: PlatformId
    trade_order_line_id: PlatformId | None = None
    reverse_order_id: PlatformId | None = None
    fulfillment_package_id: PlatformId | None = None
    reverse_status: Word | None = None
    order_status: Word | None = None
    status: Word | None = None
    status_update_time: EpochTime | None = None


class _Push(BaseModel):
    message_type: PlatformId
    timestamp: EpochTime
    data: _Change


def translate(body: bytes) -> Translation:
    """Read a push about a reverse order or an order.

    A change of an order that is no movement is only kept.
    """
    content = parse_object(body)
    if not understood("", _Envelope.model_validate, content).is_about_an_order:
        raise AboutNoOrder("message_type: it is about no order")
    push = understood("", _Push.model_validate, content)
    at = push.data.status_update_time or push.timestamp
    if push.data.reverse_order_id is None and push.message_type != _REVERSE_ORDER:
        return _of_order(push, at)
    return _of_reverse_order(push.data, at)


def _of_reverse_order(change: _Change, at: datetime) -> Translation:
    status = change.reverse_status or change.order_status
    if change.reverse_order_id is None or status is None:
        raise NotUnderstood("data: a change of a reverse order needs reverse_order_id and a status")
    meaning = STATUSES.get(status, UNLISTED)
    return translation(
        meaning.kind,
        {
            "return_id": change.reverse_order_id,
            "platform_status": status,
            "stage": meaning.stage,
            "wants": meaning.wants,
        },
        at=at,
        order_number=change.trade_order_id,
    )


def _of_order(push: _Push, at: datetime) -> Translation:
    change = push.data
    kept, number = f"lazada.message.{push.message_type}", change.trade_order_id
    if push.message_type == _PACKAGE:
        package = {"tracking": {"number": change.fulfillment_package_id}}
        if change.status in _CARRIER_SAYS:
            says = package | {"text": _CARRIER_SAYS[change.status]}
            return translation(E.CARRIER_STATED, says, at=at, order_number=number)
        kind = E.ORDER_DELIVERED if change.status == "DELIVERED" else kept
        return translation(kind, package, at=at, order_number=number)
    # Each line is pushed on its own. As a parcel of its own it does not say that the whole order has arrived.
    line = {"tracking": {"number": change.trade_order_line_id}}
    kind = _MOVED.get(change.order_status or "", kept) if push.message_type == _TRADE_ORDER else kept
    return translation(kind, line, at=at, order_number=number)


DIALECT = Dialect(
    name="lazada", content_type=CONTENT_TYPE, verify=verify_app_push, translate=by_body(translate), needs=("app_key",)
)
