"""The answers of Shopee's `get_return_detail` (v2): the whole return with its reason, articles and deadline."""

from collections.abc import Iterator

from pydantic import BaseModel

from chalicelib.dialects.delivery import Translation
from chalicelib.dialects.meanings import UNLISTED
from chalicelib.dialects.reading import Count, EpochTime, PlatformId, happening, major, understood
from chalicelib.dialects.shopee import STATUSES, judging
from chalicelib.dialects.snapshots import grouped
from chalicelib.dialects.strict_json import parse_object
from chalicelib.domain.events import Happening
from chalicelib.domain.facts import Name, Text, Word
from chalicelib.values.blanks import BlankIsMissing
from chalicelib.values.reasons import ReasonCode
from chalicelib.values.stages import Stage
from chalicelib.values.vocabulary import EventType as E
from chalicelib.values.vocabulary import Party, Resolution

_REASONS = {
    "NOT_RECEIPT": ReasonCode.LOST_IN_TRANSIT,
    "WRONG_ITEM": ReasonCode.WRONG_ITEM,
    "ITEM_DAMAGED": ReasonCode.DAMAGED_IN_TRANSIT,
    "PHYSICAL_DMG": ReasonCode.DAMAGED_IN_TRANSIT,
    "ITEM_WRONGDAMAGED": ReasonCode.DAMAGED_IN_TRANSIT,
    "FUNCTIONAL_DMG": ReasonCode.DEFECTIVE,
    "DIFFERENT_DESCRIPTION": ReasonCode.NOT_AS_DESCRIBED,
    "EXPECTATION_FAILED": ReasonCode.NOT_AS_DESCRIBED,
    "ITEM_MISSING": ReasonCode.MISSING_PARTS,
    "ITEM_FAKE": ReasonCode.COUNTERFEIT,
    "CHANGE_MIND": ReasonCode.CHANGE_OF_HEART,
    "MUTUAL_AGREE": ReasonCode.OTHER,
    "OTHER": ReasonCode.OTHER,
    "NONE": ReasonCode.UNKNOWN,
}
_WANTS = {0: Resolution.RETURN_AND_REFUND, 1: Resolution.REFUND_WITHOUT_RETURN}


class _Item(BlankIsMissing):
    item_sku: Word | None = None
    variation_sku: Word | None = None
    name: Name | None = None
    amount: Count | None = None
    refund_amount: float | int | str | None = None


class _Detail(BlankIsMissing):
    order_sn: PlatformId
    return_sn: PlatformId
    update_time: EpochTime
    status: Word | None = None
    reason: Word | None = None
    text_reason: Text | None = None
    currency: Word | None = None
    return_solution: Count | None = None
    return_seller_due_date: EpochTime | None = None
    item: tuple[_Item, ...] | None = None


class _Answer(BaseModel):
    response: _Detail


def translate(body: bytes) -> tuple[Translation, ...]:
    """Read an answer: an update of its return, and the mediation if Shopee is judging."""
    detail = understood("", _Answer.model_validate, parse_object(body)).response
    return grouped((detail.order_sn, fact) for fact in _facts(detail))


def _facts(detail: _Detail) -> Iterator[Happening]:
    meaning = STATUSES.get(detail.status or "", UNLISTED)
    due = detail.return_seller_due_date
    said = {
        "return_id": detail.return_sn,
        "platform_status": detail.status,
        "stage": meaning.stage if detail.status else None,
        "wants": _WANTS.get(detail.return_solution) if detail.return_solution is not None else None,
        "reason": _reason(detail),
        "lines": _lines(detail),
        "respond_until": {"at": due} if due and meaning.stage is Stage.OPEN else None,
    }
    yield happening(E.RETURN_UPDATED, said, at=detail.update_time)
    if meaning.kind is E.MEDIATION_OPENED:
        opened = {"mediation_id": judging(detail.return_sn), "opened_by": Party.PLATFORM}
        yield happening(meaning.kind, {"return_id": detail.return_sn} | opened, at=detail.update_time)


def _reason(detail: _Detail) -> dict[str, object] | None:
    if not detail.reason:
        return None
    return {"code": _REASONS.get(detail.reason, detail.reason), "text": detail.text_reason}


def _lines(detail: _Detail) -> list[dict[str, object]] | None:
    """Return the articles of the return. None if one of them has no number of the seller's."""
    items = detail.item or ()
    return [_line(item, detail.currency) for item in items] if items and all(map(_sku, items)) else None


def _sku(item: _Item) -> str | None:
    return item.variation_sku or item.item_sku


def _line(item: _Item, currency: str | None) -> dict[str, object]:
    amount = None if item.refund_amount is None else major("refund_amount", item.refund_amount, currency)
    return {"sku": _sku(item), "title": item.name, "quantity": item.amount or 1, "amount": amount}
