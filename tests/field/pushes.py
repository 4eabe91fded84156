"""Pushes in the dialects of platforms: what they send beside a status, and how they sign it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tests.field.inputs import AlibabaPush, LazadaPush
from tests.world.signing import alibaba_form, lazada_signature


@dataclass(frozen=True, slots=True)
class Signed:
    """A push as it goes over the wire."""

    connection: str
    body: bytes
    headers: Mapping[str, str]


def lazada_push(step: LazadaPush, *, number: str, at: datetime, keys: Mapping[str, str]) -> Signed:
    """Write a push of a reverse order."""
    seconds = int(at.timestamp())
    change = {"reverse_order_id": step.of, "reverse_status": step.status, "trade_order_id": int(number)}
    push = {"seller_id": "12345", "message_type": 10, "timestamp": seconds, "site": "lazada_sg"}
    body = json.dumps(push | {"data": change | {"status_update_time": seconds}}).encode()
    signature = lazada_signature(body, app_key=keys["app_key"], secret=keys["secret"])
    return Signed("demo-lazada", body, {"Content-Type": "application/json", "Authorization": signature})


def alibaba_push(step: AlibabaPush, *, number: str, at: datetime, keys: Mapping[str, str]) -> Signed:
    """Write a message of a refund: its action, and the status after it."""
    action, status = step.status
    milliseconds = int(at.timestamp() * 1000)
    message = {
        "msgId": f"{number}{milliseconds}",
        "type": "ORDER_ORDER_REFUND_AFTER_SALES",
        "userInfo": "b2b-1676547900b7bb3",
        "gmtBorn": milliseconds,
        "data": {"orderId": int(number), "refundId": step.of, "refundAction": action, "currentStatus": status},
    }
    form = alibaba_form(message, secret=keys["secret"])
    return Signed("demo-alibaba", form, {"Content-Type": "application/x-www-form-urlencoded"})
