"""The dialect of Alibaba's open platform 1688: a signed form whose `data` is JSON text with ids and a status.

Source: 1688 open platform, ORDER_BUYER_VIEW_ORDER_BUYER_REFUND_IN_SALES and …_REFUND_AFTER_SALES
(https://open.1688.com/doc/topicDetail.htm?id=ORDER_BUYER_VIEW_ORDER_REFUND_AFTER_SALES), and the topics of the seller
without BUYER_VIEW. The order of messages is not guaranteed. Alibaba.com speaks another dialect (`icbu`).
"""

import hmac
from datetime import datetime
from typing import Annotated
from urllib.parse import parse_qsl

from pydantic import AfterValidator, ConfigDict
from pydantic.alias_generators import to_camel

from chalicelib.dialects.delivery import (
    AboutNoOrder,
    Credentials,
    Dialect,
    NotAuthentic,
    NotUnderstood,
    Request,
    Translation,
    body_hash,
    by_body,
)
from chalicelib.dialects.meanings import UNLISTED, Meaning, Row, meanings
from chalicelib.dialects.reading import EpochTime, Kind, PlatformId, stated, translation, understood
from chalicelib.dialects.signatures import body_text, delivery_id, require_match, text_keys
from chalicelib.dialects.strict_json import parse_object
from chalicelib.domain.facts import Word
from chalicelib.domain.interventions import MediationEnded
from chalicelib.domain.openings import UnnamedMediation
from chalicelib.values.blanks import BlankIsMissing
from chalicelib.values.stages import Stage
from chalicelib.values.vocabulary import EventType as E
from chalicelib.values.vocabulary import Party

CONTENT_TYPE = "application/x-www-form-urlencoded"

_MOST_FIELDS = 50
_ORDERS, _OTHERS = "ORDER_", ("PRODUCT_", "LOGISTICS_")  # the groups of topics about an order, and about none

# The endings of the topics about an order, which are the same for seller and buyer. COMFIRM is what 1688 writes.
_ORDER_TOPICS = {"ANNOUNCE_SENDGOODS": E.ORDER_SHIPPED, "ORDER_COMFIRM_RECEIVEGOODS": E.ORDER_DELIVERED}

# An application for support is not yet a mediation, because it can lapse without an answer (CRM_APPLY_TIMEOUT_CLOSE).
# It is one when the platform's service begins to work on it. A successful refund is not a settlement here, because the
# message does not have its amount. PROCOTOL is what 1688 writes.
_ACTIONS = meanings(
    Row(E.RETURN_REQUESTED, Stage.OPEN, "BUYER_APPLY_REFUND"),
    Row(
        E.RETURN_UPDATED,
        Stage.OPEN,
        "BUYER_MODIFY_REFUND_PROTOCOL SYSTEM_MODIFY_REFUND_PROTOCOL BUYER_UPLOAD_BILL SELLER_UPLOAD_BILL",
    ),
    Row(E.RETURN_UPDATED, Stage.AGREED, "SELLER_AGREE_REFUND_PROCOTOL SYSTEM_AGREE_REFUND_PROTOCOL"),
    Row(E.RETURN_SHIPPED, Stage.SENT, "BUYER_SEND_GOODS"),
    Row(E.RETURN_UPDATED, Stage.UNKNOWN, "SYSTEM_SEND_GOODS CRM_DISMISS_TASK CRM_FINISH_TASK"),
    Row(E.RETURN_DELIVERED, Stage.ARRIVED, "SELLER_RECEIVE_GOODS"),
    Row(E.RETURN_UPDATED, Stage.REFUSED, "SELLER_REJECT_REFUND SELLER_REJECT_REFUND_PROCOTOL"),
    Row(E.RETURN_UPDATED, Stage.REFUNDING, "SELLER_AGREE_REFUND"),
    Row(E.RETURN_WITHDRAWN, Stage.OVER, "BUYER_CANCEL_REFUND_CLOSE"),
    Row(
        E.RETURN_UPDATED,
        Stage.OVER,
        "SYSTEM_AGREE_REFUND BUYER_RECEIVE_CLOSE SELLER_SEND_GOODS_CLOSE CRM_APPLY_TIMEOUT_CLOSE "
        "BUYER_STEP_PAY_ORDER_CLOSE BUYER_STEP_CONFIRM_CLOSE BUYER_CLOSE_TRADE_CLOSE SELLER_CONFIRM_ORDER_CLOSE "
        "SELLER_STEP_PUSH_CLOSE",
    ),
    Row(
        E.RETURN_UPDATED,
        Stage.SUPPORT,
        "BUYER_APPLY_SUPPORT SELLER_APPLY_SUPPORT SYSTEM_NOTIFY_APPLY_SUPPORT CRM_APPLY_SUPPORT",
    ),
    Row(E.MEDIATION_OPENED, None, "CRM_INTERVENE_TASK"),
)
_ENDS_MEDIATION = frozenset({"CRM_DISMISS_TASK", "CRM_FINISH_TASK"})
STATUSES = meanings(
    Row(E.RETURN_UPDATED, Stage.OPEN, "waitselleragree waitbuyermodify"),
    Row(E.RETURN_UPDATED, Stage.AGREED, "waitbuyersend"),
    Row(E.RETURN_UPDATED, Stage.SENT, "waitsellerreceive"),
    Row(E.RETURN_UPDATED, Stage.OVER, "refundsuccess refundclose"),
)


def _without_prefix(value: str) -> str:
    """Drop the TQ that the answers of the API put before a refund's digits, so that both name one return."""
    return value.removeprefix("TQ") or value


RefundId = Annotated[PlatformId, AfterValidator(_without_prefix)]


class _Camel(BlankIsMissing):
    model_config = ConfigDict(alias_generator=to_camel)


class _Push(_Camel):
    type: Kind
    gmt_born: EpochTime
    data: str


class _Change(_Camel):
    order_id: PlatformId
    refund_id: RefundId | None = None
    refund_action: Word | None = None
    current_status: Word | None = None


def verify(request: Request, credentials: Credentials, _now: datetime) -> str:
    """Verify a push and return its `msgId`.

    The signature does not include a time.
    """
    keys = text_keys(credentials)
    try:
        fields = _fields(body_text(request))
    except ValueError:
        raise NotAuthentic from None
    signature = fields.pop("_aop_signature", "")
    signed = "".join(sorted(name + value for name, value in fields.items())).encode()
    require_match([signature], [hmac.digest(key, signed, "sha1").hex().upper() for key in keys])
    return delivery_id(fields.get("msgId", ""))


def translate(body: bytes) -> Translation:
    """Read a push about a refund or an order.

    A change of an order that is no movement is only kept.
    """
    push = _read_push(body)
    content = parse_object(push.data.encode())
    if push.type.startswith(_OTHERS) or not (push.type.startswith(_ORDERS) or "orderId" in content):
        raise AboutNoOrder("type: it is about no order")
    change = understood("data", _Change.model_validate, content)
    if change.refund_id is not None:
        return _of_refund(change, change.refund_id, push.gmt_born)
    if "REFUND" in push.type:
        raise NotUnderstood("data.refundId: a message about a refund needs it")
    return translation(_order_topic(push.type), {}, at=push.gmt_born, order_number=change.order_id)


def _read_push(body: bytes) -> _Push:
    try:
        fields = _fields(body.decode())
    except ValueError:
        raise NotUnderstood("the body is not a form of distinct fields in UTF-8") from None
    return understood("", _Push.model_validate, fields)


def _order_topic(kind: str) -> str:
    """Return our type for a topic about an order, else the topic itself."""
    return next((ours for ending, ours in _ORDER_TOPICS.items() if kind.endswith(ending)), kind)


def _of_refund(change: _Change, return_id: str, at: datetime) -> Translation:
    meaning = _meaning(change)
    data = {"return_id": return_id, "platform_status": _status(change), "stage": meaning.stage}
    if meaning.kind is E.MEDIATION_OPENED:
        opened = understood("data", UnnamedMediation.model_validate, data | {"opened_by": Party.PLATFORM})
        return Translation(change.order_id, (stated(meaning.kind, opened, at=at),))
    if change.refund_action in _ENDS_MEDIATION:
        ended = understood("data", MediationEnded.model_validate, data)
        return Translation(change.order_id, (stated(meaning.kind, ended, at=at),))
    return translation(meaning.kind, data, at=at, order_number=change.order_id)


def _status(change: _Change) -> str | None:
    """Join the platform's own words for the status of the refund and for the action."""
    words = [word for word in (change.current_status, change.refund_action) if word]
    return "/".join(words)[:128] or None


def _meaning(change: _Change) -> Meaning:
    """Return the meaning of the action, else of the status. The status can only raise the stage of the action.

    Example: an uploaded bill while the goods are on their way back does not say that the return is open again.
    """
    status = STATUSES.get(change.current_status or "", UNLISTED)
    if change.refund_action is None:
        return status if change.current_status else Meaning(E.RETURN_UPDATED, None)
    action = _ACTIONS.get(change.refund_action, UNLISTED)
    raised = status.stage is Stage.OVER or (action.stage is Stage.OPEN and status is not UNLISTED)
    return Meaning(action.kind, status.stage if raised else action.stage)


def _identify(body: bytes) -> str:
    """Return the `msgId` of a push, or the hash of a body that has none."""
    try:
        return delivery_id(_fields(body.decode()).get("msgId", ""))
    except (ValueError, NotAuthentic):
        return body_hash(body)


def _fields(text: str) -> dict[str, str]:
    pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=_MOST_FIELDS)
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a field stands twice in the form")
    return fields


DIALECT = Dialect(
    name="alibaba",
    content_type=CONTENT_TYPE,
    verify=verify,
    translate=by_body(translate),
    identify=_identify,
)
