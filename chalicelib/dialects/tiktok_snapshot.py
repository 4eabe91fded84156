"""The answers of TikTok Shop's Search Returns: reasons, amounts, deadlines, the arbitration and its winner."""

from collections.abc import Iterator
from datetime import datetime

from pydantic import BaseModel

from chalicelib.dialects.delivery import Translation
from chalicelib.dialects.meanings import UNLISTED
from chalicelib.dialects.reading import EpochTime, PlatformId, happening, major, stated, understood
from chalicelib.dialects.snapshots import grouped
from chalicelib.dialects.strict_json import parse_object
from chalicelib.dialects.tiktok import RETURNS, WANTS
from chalicelib.dialects.tiktok_reasons import reason_code
from chalicelib.domain.events import Happening
from chalicelib.domain.facts import Name, Text, Word
from chalicelib.domain.interventions import SellersAct
from chalicelib.values.blanks import BlankIsMissing
from chalicelib.values.stages import Stage
from chalicelib.values.vocabulary import EventType as E
from chalicelib.values.vocabulary import Favour, Party

_WINNERS = {"SUPPORT_BUYER": Favour.CUSTOMER, "SUPPORT_SELLER": Favour.SELLER}
_RUNS, _ENDED = "IN_PROGRESS", "CLOSED"


class _Amount(BlankIsMissing):
    currency: Word | None = None
    refund_total: str | None = None


class _Partial(BlankIsMissing):
    currency: Word | None = None
    amount: str | None = None


class _Line(BlankIsMissing):
    seller_sku: Word | None = None
    product_name: Name | None = None
    refund_amount: _Amount | None = None


class _Action(BlankIsMissing):
    deadline: EpochTime | None = None


class _Return(BlankIsMissing):
    order_id: PlatformId
    return_id: PlatformId
    update_time: EpochTime
    return_type: Word | None = None
    return_status: Word | None = None
    arbitration_status: Word | None = None
    return_reason: Word | None = None
    return_reason_text: Text | None = None
    return_tracking_number: Word | None = None
    return_provider_name: Name | None = None
    return_line_items: tuple[_Line, ...] | None = None
    seller_next_action_response: tuple[_Action, ...] | None = None
    seller_proposed_return_type: Word | None = None
    partial_refund: _Partial | None = None
    buyer_rejected_partial_refund: bool | None = None


class _Returns(BaseModel):
    return_orders: tuple[_Return, ...]


class _Answer(BaseModel):
    data: _Returns


def translate(body: bytes) -> tuple[Translation, ...]:
    """Read an answer: the facts of each of its returns, by their orders."""
    answer = understood("", _Answer.model_validate, parse_object(body))
    return grouped((each.order_id, fact) for each in answer.data.return_orders for fact in _facts(each))


def _facts(each: _Return) -> Iterator[Happening]:
    at, named = each.update_time, {"return_id": each.return_id}
    meaning = RETURNS.get(each.return_status or "", UNLISTED)
    moves = meaning.kind in (E.RETURN_SHIPPED, E.RETURN_WITHDRAWN)
    yield happening(E.RETURN_UPDATED, _details(each) | {"stage": None if moves else meaning.stage}, at=at)
    if moves:
        tracking = {"carrier": each.return_provider_name, "number": each.return_tracking_number}
        yield happening(meaning.kind, named | {"stage": meaning.stage, "tracking": tracking}, at=at)
    if each.seller_proposed_return_type is not None:
        yield _sellers_offer(each, at)
    yield from _arbitration(each, at)


def _details(each: _Return) -> dict[str, object]:
    ends = [action.deadline for action in each.seller_next_action_response or () if action.deadline is not None]
    return {
        "return_id": each.return_id,
        "platform_status": each.return_status,
        "wants": WANTS.get(each.return_type or ""),
        "reason": {"code": reason_code(each.return_reason), "text": each.return_reason_text or each.return_reason},
        "lines": _lines(each),
        "respond_until": {"at": min(ends), "if_silent": "the platform approves the return"} if ends else None,
    }


def _lines(each: _Return) -> list[dict[str, object]] | None:
    """Return the articles of the return. None if one of them has no number of the seller's."""
    items = each.return_line_items or ()
    return list(map(_line, items)) if items and all(item.seller_sku for item in items) else None


def _line(item: _Line) -> dict[str, object]:
    amount = item.refund_amount
    paid = major("refund_amount", amount.refund_total, amount.currency) if amount and amount.refund_total else None
    return {"sku": item.seller_sku, "title": item.product_name, "quantity": 1, "amount": paid}


def _sellers_offer(each: _Return, at: datetime) -> Happening:
    partial = each.partial_refund
    amount = f" {partial.amount} {partial.currency}" if partial and partial.amount else ""
    answer = ", and the buyer rejected it" if each.buyer_rejected_partial_refund else ""
    text = f"the seller's offer at TikTok Shop: {each.seller_proposed_return_type}{amount}{answer}"
    act = understood("data", SellersAct.model_validate, {"return_id": each.return_id, "text": text})
    return stated(E.RETURN_UPDATED, act, at=at)


def _arbitration(each: _Return, at: datetime) -> Iterator[Happening]:
    named = {"return_id": each.return_id, "mediation_id": f"{each.return_id}-arbitration"}
    status = each.arbitration_status
    if status == _RUNS:
        yield happening(E.MEDIATION_OPENED, named | {"opened_by": Party.PLATFORM}, at=at)
    elif status in _WINNERS:
        yield happening(E.MEDIATION_DECIDED, named | {"in_favour_of": _WINNERS[status]}, at=at)
    elif status == _ENDED:
        ended = {"return_id": each.return_id, "platform_status": f"arbitration {status}", "stage": Stage.UNKNOWN}
        yield happening(E.RETURN_UPDATED, ended, at=at)
