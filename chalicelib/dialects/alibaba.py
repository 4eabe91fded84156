"""The dialect of Alibaba's open platform 1688: a signed form whose `data` is JSON text with ids and a status.

Source: 1688 open platform, ORDER_BUYER_VIEW_ORDER_BUYER_REFUND_IN_SALES and …_REFUND_AFTER_SALES
(https://open.1688.com/doc/topicDetail.htm?id=ORDER_BUYER_VIEW_ORDER_REFUND_AFTER_SALES). The order of messages
is not guaranteed.
"""

import hmac
from datetime import datetime
from urllib.parse import parse_qsl

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from chalicelib.dialects.delivery import Credentials, NotAuthentic, NotUnderstood, Request, Translation
from chalicelib.dialects.reading import EpochTime, Kind, PlatformId, translation, understood
from chalicelib.dialects.signatures import body_text, delivery_id, require_match, text_keys
from chalicelib.dialects.strict_json import parse_object
from chalicelib.domain.facts import Word
from chalicelib.values.blanks import BlankIsMissing
from chalicelib.values.stages import Stage
from chalicelib.values.vocabulary import EventType, Party

CONTENT_TYPE = "application/x-www-form-urlencoded"

_MOST_FIELDS = 50

# This table has only the actions with a certain meaning. An application for support is not yet a mediation, because it
# can lapse without an answer (CRM_APPLY_TIMEOUT_CLOSE). It is one when the platform's service begins to work on it. A
# successful refund is not a settlement here, because the message does not have its amount. All other actions are only
# recorded as the platform's status.
_INTERVENES = "CRM_INTERVENE_TASK"
_MEANINGS = {
    "BUYER_APPLY_REFUND": EventType.RETURN_REQUESTED,
    "BUYER_CANCEL_REFUND_CLOSE": EventType.RETURN_WITHDRAWN,
    "BUYER_SEND_GOODS": EventType.RETURN_SHIPPED,
    "SELLER_RECEIVE_GOODS": EventType.RETURN_DELIVERED,
    _INTERVENES: EventType.MEDIATION_OPENED,
}


# The stage of each action and status that 1688 documents. A word that no document lists is of stage unknown.
_BY_STAGE = {
    Stage.OPEN: "BUYER_APPLY_REFUND BUYER_MODIFY_REFUND_PROTOCOL SYSTEM_MODIFY_REFUND_PROTOCOL BUYER_UPLOAD_BILL "
    "SELLER_UPLOAD_BILL waitselleragree waitbuyermodify",
    # PROCOTOL is what 1688 writes.
    Stage.AGREED: "SELLER_AGREE_REFUND_PROCOTOL SYSTEM_AGREE_REFUND_PROTOCOL waitbuyersend",
    Stage.SENT: "BUYER_SEND_GOODS waitsellerreceive",
    Stage.ARRIVED: "SELLER_RECEIVE_GOODS",
    Stage.REFUSED: "SELLER_REJECT_REFUND SELLER_REJECT_REFUND_PROCOTOL",
    Stage.SUPPORT: "BUYER_APPLY_SUPPORT SELLER_APPLY_SUPPORT SYSTEM_NOTIFY_APPLY_SUPPORT CRM_APPLY_SUPPORT",
    Stage.REFUNDING: "SELLER_AGREE_REFUND",
    Stage.OVER: "SYSTEM_AGREE_REFUND BUYER_CANCEL_REFUND_CLOSE BUYER_RECEIVE_CLOSE SELLER_SEND_GOODS_CLOSE "
    "CRM_APPLY_TIMEOUT_CLOSE BUYER_STEP_PAY_ORDER_CLOSE BUYER_STEP_CONFIRM_CLOSE BUYER_CLOSE_TRADE_CLOSE "
    "SELLER_CONFIRM_ORDER_CLOSE SELLER_STEP_PUSH_CLOSE refundsuccess refundclose",
}
_STAGES = {word: stage for stage, words in _BY_STAGE.items() for word in words.split()}
_OVER = frozenset({"refundsuccess", "refundclose"})


class _Camel(BlankIsMissing):
    model_config = ConfigDict(alias_generator=to_camel)


class _Push(_Camel):
    type: Kind
    gmt_born: EpochTime
    data: str


class _Change(_Camel):
    order_id: PlatformId
    refund_id: PlatformId | None = None
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
    """Read a push.

    A change of a refund is a fact of its return, and other changes are unknown facts.
    """
    try:
        fields = _fields(body.decode())
    except ValueError:
        raise NotUnderstood("the body is not a form of distinct fields in UTF-8") from None
    push = understood("", _Push.model_validate, fields)
    change = understood("data", _Change.model_validate, parse_object(push.data.encode()))
    if change.refund_id is None and "REFUND" not in push.type:
        return translation(push.type, {}, at=push.gmt_born, order_number=change.order_id)
    if change.refund_id is None:
        raise NotUnderstood("data.refundId: a message about a refund needs it")
    kind = _MEANINGS.get(change.refund_action or "", EventType.RETURN_UPDATED)
    data = {"return_id": change.refund_id, "platform_status": _status(change), "stage": _stage(change)}
    if kind is EventType.MEDIATION_OPENED:
        # The platform does not number mediations, because each refund has at most one.
        data |= {"mediation_id": f"{change.refund_id}-mediation", "opened_by": Party.PLATFORM}
    return translation(kind, data, at=push.gmt_born, order_number=change.order_id)


def _status(change: _Change) -> str | None:
    """Join the platform's own words for the status of the refund and for the action."""
    words = [word for word in (change.current_status, change.refund_action) if word]
    return "/".join(words)[:128] or None


def _stage(change: _Change) -> Stage | None:
    """Return the stage of the action, else of the status. The status can also say that the return is over."""
    word = change.refund_action or change.current_status
    if change.current_status in _OVER:
        return Stage.OVER
    return None if word in (None, _INTERVENES) else _STAGES.get(word, Stage.UNKNOWN)


def _fields(text: str) -> dict[str, str]:
    pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=_MOST_FIELDS)
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a field stands twice in the form")
    return fields
