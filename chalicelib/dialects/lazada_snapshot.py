"""The answers of Lazada's `/order/reverse/return/detail/list`: reasons, articles and the platform's deadline.

An answer names no currency, so that it says no amount. Silence until `sla` is the platform's yes.
"""

from collections import Counter

from pydantic import BaseModel

from chalicelib.dialects.delivery import Translation
from chalicelib.dialects.lazada import STATUSES
from chalicelib.dialects.meanings import UNLISTED, Row, meanings
from chalicelib.dialects.reading import EpochTime, PlatformId, happening, understood
from chalicelib.dialects.snapshots import grouped
from chalicelib.dialects.strict_json import parse_object
from chalicelib.domain.events import Happening
from chalicelib.domain.facts import Text, Word
from chalicelib.values.blanks import BlankIsMissing
from chalicelib.values.reasons import ReasonCode
from chalicelib.values.stages import Stage
from chalicelib.values.vocabulary import EventType as E
from chalicelib.values.vocabulary import Resolution

_STATUSES = meanings(
    Row(E.RETURN_UPDATED, Stage.OPEN, "REQUEST_INITIATE"),
    Row(E.RETURN_UPDATED, Stage.REFUSED, "REQUEST_REJECT"),
    Row(E.RETURN_UPDATED, Stage.OVER, "REQUEST_CANCEL"),
)
_WANTS = {
    "RETURN": Resolution.RETURN_AND_REFUND,
    "ONLY_REFUND": Resolution.REFUND_WITHOUT_RETURN,
    "CANCEL": Resolution.REFUND_WITHOUT_RETURN,
}
_SILENCE = "the platform approves the return"


class _Line(BlankIsMissing):
    reverse_status: Word | None = None
    reason_text: Text | None = None
    seller_sku_id: Word | None = None
    sla: EpochTime | None = None
    return_order_line_gmt_modified: EpochTime


class _Detail(BlankIsMissing):
    reverse_order_id: PlatformId
    trade_order_id: PlatformId
    request_type: Word | None = None
    reverseOrderLineDTOList: tuple[_Line, ...]  # noqa: N815 -- the platform's own name


class _Answer(BaseModel):
    data: _Detail


def translate(body: bytes) -> tuple[Translation, ...]:
    """Read an answer: an update of its return for each line, oldest first."""
    detail = understood("", _Answer.model_validate, parse_object(body)).data
    lines = sorted(detail.reverseOrderLineDTOList, key=lambda line: line.return_order_line_gmt_modified)
    return grouped((detail.trade_order_id, _update(detail, line)) for line in lines)


def _update(detail: _Detail, line: _Line) -> Happening:
    said = {
        "return_id": detail.reverse_order_id,
        "platform_status": line.reverse_status,
        "stage": _stage(line.reverse_status) if line.reverse_status else None,
        "wants": _WANTS.get(detail.request_type or ""),
        "reason": {"code": ReasonCode.OTHER, "text": line.reason_text} if line.reason_text else None,
        "lines": _articles(detail),
        "respond_until": {"at": line.sla, "if_silent": _SILENCE} if line.sla else None,
    }
    return happening(E.RETURN_UPDATED, said, at=line.return_order_line_gmt_modified)


def _stage(status: str) -> Stage | None:
    """Return the stage of a status, which the answers and the pushes name alike but for a few."""
    return (_STATUSES.get(status) or STATUSES.get(status, UNLISTED)).stage


def _articles(detail: _Detail) -> list[dict[str, object]] | None:
    """Count the lines of each article, because each is one piece. None if a line names no article."""
    pieces = Counter(line.seller_sku_id for line in detail.reverseOrderLineDTOList)
    return None if None in pieces else [{"sku": sku, "quantity": count} for sku, count in pieces.items()]
