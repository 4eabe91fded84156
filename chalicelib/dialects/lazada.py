"""The dialect of Lazada's push messages: signed JSON with only ids and a status.

Source: Lazada Open Platform, Webhook API, Reverse Order and Trade Order Notifications
(https://open.alitrip.com/docs/doc.htm?articleId=120232&docType=1&treeId=499, and articleId=120196).
Lazada does not push every status, and pushes statuses that no document lists.
"""

import hashlib
import hmac
from datetime import datetime

from pydantic import BaseModel

from chalicelib.dialects.delivery import Credentials, Misconfigured, NotUnderstood, Request, Translation
from chalicelib.dialects.reading import EpochTime, PlatformId, translation, understood
from chalicelib.dialects.signatures import body_text, require_match, sole_header, text_keys
from chalicelib.dialects.strict_json import parse_object
from chalicelib.domain.facts import Word
from chalicelib.values.blanks import BlankIsMissing
from chalicelib.values.stages import Stage
from chalicelib.values.vocabulary import EventType

CONTENT_TYPE = "application/json"

_REVERSE_ORDER = "10"

# This table has only the statuses with a certain meaning. RTM means return to the merchant, RTW to Lazada's warehouse.
# If the platform cancels a return itself, the customer has not withdrawn it. A refund without its amount is not a
# settlement. Such statuses are only recorded as the platform's status.
_MEANINGS = {
    "RTM_INIT": EventType.RETURN_REQUESTED,
    "RTW_INIT": EventType.RETURN_REQUESTED,
    "REFUND_INIT": EventType.RETURN_REQUESTED,
    "CANCEL_INIT": EventType.RETURN_REQUESTED,
    "RTM_SHIPPING_BACK": EventType.RETURN_SHIPPED,
    "RTW_SHIPPING_BACK": EventType.RETURN_SHIPPED,
    "RTM_RECEIVE_ITEM": EventType.RETURN_DELIVERED,
}


# The stage of each word that Lazada documents. A word that no document lists is of stage unknown.
_BY_STAGE = {
    Stage.OPEN: "RTM_INIT RTW_INIT REFUND_INIT CANCEL_INIT",
    Stage.SENT: "RTM_SHIPPING_BACK RTW_SHIPPING_BACK",
    Stage.ARRIVED: "RTM_RECEIVE_ITEM",
    Stage.REFUSED: "RTW_REJECT REFUND_REJECTED",
    Stage.REFUNDING: "RTW_REFUND_PENDING REFUND_PENDING",
    Stage.OVER: "CANCEL_SUCCESS CANCEL_REFUND_ISSUED REFUND_SUCCESS RTM_CANCELED RTW_CANCELED canceled",
}
_STAGES = {word: stage for stage, words in _BY_STAGE.items() for word in words.split()}


class _Change(BlankIsMissing):
    trade_order_id: PlatformId
    reverse_order_id: PlatformId | None = None
    reverse_status: Word | None = None
    order_status: Word | None = None
    status_update_time: EpochTime | None = None


class _Push(BaseModel):
    message_type: PlatformId
    timestamp: EpochTime
    data: _Change


def verify(request: Request, credentials: Credentials, _now: datetime) -> str:
    """Verify a push and return the SHA-256 of its body in hex.

    A push has no delivery id and no time.
    """
    keys = text_keys(credentials)
    if not credentials.app_key:
        raise Misconfigured("no app key to verify with")
    signed = (credentials.app_key + body_text(request)).encode()
    expected = [hmac.digest(key, signed, "sha256").hex() for key in keys]
    require_match([sole_header(request, "authorization")], expected)
    return hashlib.sha256(request.body).hexdigest()


def translate(body: bytes) -> Translation:
    """Read a push.

    A change of a reverse order is a fact of its return, and other changes are unknown facts.
    """
    push = understood("", _Push.model_validate, parse_object(body))
    change = push.data
    at = change.status_update_time or push.timestamp
    if change.reverse_order_id is None and push.message_type != _REVERSE_ORDER:
        kind = f"lazada.message.{push.message_type}"
        return translation(kind, {}, at=at, order_number=change.trade_order_id)
    status = change.reverse_status or change.order_status
    if change.reverse_order_id is None or status is None:
        raise NotUnderstood("data: a change of a reverse order needs reverse_order_id and a status")
    kind = _MEANINGS.get(status, EventType.RETURN_UPDATED)
    stage = _STAGES.get(status, Stage.UNKNOWN)
    signalled = {"return_id": change.reverse_order_id, "platform_status": status, "stage": stage}
    return translation(kind, signalled, at=at, order_number=change.trade_order_id)
