"""The pushes of 1688 and Lazada to a running stack, written and signed as these platforms do."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import requests

from local.aws_calls import HEADER

_SECONDS = 30
ORDER, RETURN = 167539019420540123, "8812345678"


@dataclass(frozen=True, slots=True)
class Push:
    """A push as it goes over the wire. `says` is the platform's own word in it."""

    says: str
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a push, and how many calls of AWS it cost."""

    says: str
    status: int
    text: str
    aws_calls: int


Writer = Callable[[str, datetime, Mapping[str, Any]], Push]


class PushVoice:
    """One platform that pushes to its connection. `posted` keeps every answer."""

    def __init__(self, stack: dict[str, Any], dialect: str) -> None:
        self._connection: dict[str, Any] = stack["connections"][f"demo-{dialect}"]
        self._url = f"{stack['api_url']}/webhooks/demo-{dialect}"
        self._write = _WRITERS[dialect]
        self.posted: list[Answer] = []

    def push(self, says: str, *, at: datetime) -> Push:
        """Write and post a push about the order of the story."""
        push = self._write(says, at, self._connection)
        self.post(push)
        return push

    def post(self, push: Push) -> Answer:
        """Post a push, also for a second time."""
        got = requests.post(self._url, data=push.body, headers=dict(push.headers), timeout=_SECONDS)
        answer = Answer(push.says, got.status_code, got.text, int(got.headers.get(HEADER, "0")))
        self.posted.append(answer)
        return answer

    def forge(self, push: Push) -> Answer:
        """Post a push with another order in it, under the signature of the true one."""
        return self.post(Push(push.says, push.body.replace(b"8812345678", b"8812345679"), push.headers))


_TOPICS_OF_1688 = {
    "ANNOUNCE_SENDGOODS": ("ORDER_ANNOUNCE_SENDGOODS", "waitbuyerreceive"),
    "ORDER_COMFIRM_RECEIVEGOODS": ("ORDER_ORDER_COMFIRM_RECEIVEGOODS", "confirm_goods_and_has_subsidy"),
}


def _push_of_1688(says: str, at: datetime, connection: Mapping[str, Any]) -> Push:
    topic, status = _TOPICS_OF_1688.get(says, ("ORDER_ORDER_REFUND_AFTER_SALES", "waitselleragree"))
    data: dict[str, Any] = {"orderId": ORDER, "currentStatus": status}
    if says not in _TOPICS_OF_1688:
        data |= {"refundId": RETURN, "refundAction": says, "operator": "buyer"}
    born = str(int(at.timestamp() * 1000))
    fields = {"msgId": str(secrets.randbelow(10**10)), "type": topic, "gmtBorn": born, "data": json.dumps(data)}
    signed = "".join(sorted(name + value for name, value in fields.items())).encode()
    signature = hmac.new(connection["secret"].encode(), signed, hashlib.sha1).hexdigest().upper()
    body = urlencode(fields | {"_aop_signature": signature}).encode()
    return Push(says, body, {"content-type": "application/x-www-form-urlencoded"})


def _push_of_lazada(says: str, at: datetime, connection: Mapping[str, Any]) -> Push:
    is_order = says in ("shipped", "delivered")
    data: dict[str, Any] = {"trade_order_id": ORDER, "trade_order_line_id": ORDER + 1}
    data |= {"order_status": says} if is_order else {"reverse_order_id": int(RETURN), "reverse_status": says}
    message = {
        "seller_id": "1000143772",
        "message_type": 0 if is_order else 10,
        "data": data | {"status_update_time": int(at.timestamp())},
        "timestamp": int(datetime.now(UTC).timestamp()),
        "site": "lazada_sg",
    }
    body = json.dumps(message).encode()
    signed = connection["app_key"].encode() + body
    signature = hmac.new(connection["secret"].encode(), signed, hashlib.sha256).hexdigest()
    return Push(says, body, {"content-type": "application/json", "authorization": signature})


_WRITERS: Mapping[str, Writer] = {"alibaba": _push_of_1688, "lazada": _push_of_lazada}
