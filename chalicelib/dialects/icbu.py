"""The dialect of Alibaba.com itself (ICBU): signed JSON about the status of an order, in Lazada's manner.

Source: three public integrations of Alibaba.com's open platform, one of which prints the platform's guide. Returns and
disputes have no push of their own. Two statuses of an order say that a refund or a chargeback is under way: they open a
case, and people complete it.
"""

from pydantic import BaseModel

from chalicelib.dialects.delivery import AboutNoOrder, Dialect, Translation, by_body
from chalicelib.dialects.reading import EpochTime, PlatformId, happening, understood
from chalicelib.dialects.signatures import verify_app_push
from chalicelib.dialects.strict_json import parse_object
from chalicelib.domain.events import Happening
from chalicelib.domain.facts import Word
from chalicelib.values.blanks import BlankIsMissing
from chalicelib.values.stages import Stage
from chalicelib.values.vocabulary import EventType as E

_ORDER = "3"

_MOVED = {"delivering": E.ORDER_SHIPPED, "wait_confirm_receipt": E.ORDER_SHIPPED, "trade_success": E.ORDER_DELIVERED}
_CASES = {"frozen": "refund", "charge_back": "chargeback"}
_ENDS = frozenset({"trade_success", "trade_close"})


class _Envelope(BaseModel):
    message_type: PlatformId
    data: dict[str, object] = {}


class _Change(BlankIsMissing):
    trade_id_str: PlatformId
    status: Word | None = None


class _Push(BaseModel):
    timestamp: EpochTime
    data: _Change


def translate(body: bytes) -> Translation:
    """Read a push about an order.

    Its `timestamp` is the time, because `status_update_time` is a local time without a zone.
    """
    content = parse_object(body)
    envelope = understood("", _Envelope.model_validate, content)
    if envelope.message_type != _ORDER and "trade_id_str" not in envelope.data:
        raise AboutNoOrder("message_type: it is about no order")
    push = understood("", _Push.model_validate, content)
    return Translation(push.data.trade_id_str, tuple(_happenings(push, envelope.message_type)))


def _happenings(push: _Push, message_type: str) -> list[Happening]:
    at, status = push.timestamp, push.data.status or ""
    if message_type != _ORDER:
        return [happening(f"icbu.message.{message_type}", {}, at=at)]
    if status in _CASES:
        return_id = f"{push.data.trade_id_str}-{_CASES[status]}"
        signal = {"return_id": return_id, "platform_status": status, "stage": Stage.UNKNOWN}
        return [happening(E.RETURN_UPDATED, signal, at=at)]
    moved = [happening(_MOVED[status], {}, at=at)] if status in _MOVED else []
    ended = [happening(E.ORDER_ENDED, {"platform_status": status}, at=at)] if status in _ENDS else []
    return moved + ended or [happening(f"icbu.message.{message_type}", {}, at=at)]


DIALECT = Dialect(
    name="icbu",
    content_type="application/json",
    verify=verify_app_push,
    translate=by_body(translate),
    needs=("app_key",),
)
