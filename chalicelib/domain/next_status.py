"""Progress: where a move leads a case, and how it ends."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain import rounds as proceedings
from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Entry
from chalicelib.domain.events import Event
from chalicelib.domain.freight import freight
from chalicelib.domain.lifecycle import SOFT_ENDS
from chalicelib.domain.lifecycle_rows import Fork, Move
from chalicelib.domain.order import OrderRecord
from chalicelib.values.vocabulary import EventType, Favour, Outcome, Party, ReasonCode, Resolution, Status

_RULED = {
    Favour.CUSTOMER: Outcome.RULED_CUSTOMER,
    Favour.SELLER: Outcome.RULED_SELLER,
    Favour.SPLIT: Outcome.RULED_SPLIT,
}


def advance(case: Case, move: Move, at: datetime, order: OrderRecord) -> Case:
    """Lead a case where a move leads it; it keeps its state where the move leads nowhere."""
    target = _target(case, move, order)
    if target is None:
        return case
    return enter(case, target, at, outcome=_outcome(case, move, order) if target is Status.CLOSED else None)


def enter(case: Case, status: Status, at: datetime, *, outcome: Outcome | None = None) -> Case:
    """Put a case into a state; closing it takes back what waits for the platform."""
    entered = replace(case, status=status, since=at, outcome=outcome)
    return entered if entered.is_open else proceedings.withdraw(entered)


def is_cancellation(case: Case, order: OrderRecord) -> bool:
    """Whether the customer changed their mind before the goods arrived: nothing comes back (G1.2)."""
    arrived = order.delivered_at is not None and order.delivered_at <= case.opened_at
    under_way = case.goods_sent_at is None and case.goods_back_at is None
    return case.reason_code is ReasonCode.CHANGE_OF_HEART and order.known and not arrived and under_way


def comes_back(case: Case, order: OrderRecord) -> bool:
    """Whether goods come back under what was agreed: none that never arrived: called off, or lost (G1.2, G1.3)."""
    assert case.agreement is not None
    lost = case.reason_code is ReasonCode.LOST_IN_TRANSIT and case.goods_sent_at is None and case.goods_back_at is None
    return case.agreement.resolution.goods_come_back and not (lost or is_cancellation(case, order))


def ruled_outcome(case: Case) -> Outcome | None:
    """How a case with a ruling ends."""
    favour = case.ruling.in_favour_of if case.ruling else None
    return _RULED[favour] if favour else None


def note_freight(before: Case, after: Case, event: Event) -> Case:
    """Put a freight decision that changed into the timeline, beside the earlier one (G2.4)."""
    earlier, now = freight(before), freight(after)
    if now.payer is None or (earlier.payer, earlier.because) == (now.payer, now.because):
        return after
    entry = Entry(
        id=f"{event.id}.freight",
        at=event.at,
        received_at=event.received_at,
        by=Party.SYSTEM,
        type="freight.decided",
        text=now.because,
        effect=f"the {now.payer} pays the freight ({now.rule}, policy {now.policy})",
        no_effect_because=None,
    )
    return replace(after, timeline=(*after.timeline, entry))


def _target(case: Case, move: Move, order: OrderRecord) -> Status | None:
    match move.to:
        case Fork.AFTER_AGREEMENT:
            return _after_agreement(case, order)
        case Fork.WHEN_SENT:
            return Status.RETURNING if _awaits_goods(case) else None
        case Fork.WHEN_BACK:
            return Status.INSPECTING if case.status is Status.RETURNING or _awaits_goods(case) else None
        case Fork.WHEN_SETTLED:
            return Status.CLOSED if _is_settled(case) else None
        case Fork.WHEN_EXCHANGED:
            return Status.CLOSED if _is_exchanged(case) else None
        case plain:
            return plain if plain is not case.status else None


def _after_agreement(case: Case, order: OrderRecord) -> Status:
    if _is_settled(case):
        return Status.CLOSED
    if not comes_back(case, order) or case.inspection is not None:
        return Status.SETTLING
    if case.goods_back_at is not None:
        return Status.INSPECTING
    return Status.AGREED if case.goods_sent_at is None else Status.RETURNING


def _awaits_goods(case: Case) -> bool:
    """Agreed on a return; or settling what was called off or lost, and its goods come back after all."""
    on_return = case.agreement is not None and case.agreement.resolution.goods_come_back
    return on_return and (case.status is Status.AGREED or (case.status is Status.SETTLING and case.inspection is None))


def _is_settled(case: Case) -> bool:
    """Whether all that is due is paid: as ruled, as agreed, else what the lines are worth."""
    if not _can_end(case) or case.settled is None:
        return False
    if case.promised is not None:
        return case.open_part(case.promised) is None and (case.ruling is not None or not case.awaits_exchange)
    claim = case.claim
    full = claim is not None and claim.currency == case.settled.currency and not claim.exceeds(case.settled)
    return full and case.ruling is None


def _is_exchanged(case: Case) -> bool:
    agreed = case.agreement is not None and case.agreement.resolution is Resolution.EXCHANGE
    return _can_end(case) and agreed and case.ruling is None and case.open_part(case.promised) is None


def _can_end(case: Case) -> bool:
    """An end by money or goods: not while an appeal runs, and of the ends only instead of one without either."""
    if case.is_open:
        return case.status not in (Status.APPEAL_REQUESTED, Status.IN_APPEAL)
    return case.outcome in SOFT_ENDS


def _outcome(case: Case, move: Move, order: OrderRecord) -> Outcome:
    if move.on is EventType.RETURN_WITHDRAWN:
        return Outcome.WITHDRAWN
    if move.on is EventType.CASE_CLOSED and case.status is Status.REFUSED:
        return Outcome.REFUSED
    if (ruled := ruled_outcome(case)) is not None:
        return ruled
    if case.exchange_sent_at is not None:
        return Outcome.EXCHANGED
    if is_cancellation(case, order):
        return Outcome.CANCELLED
    return Outcome.PARTIALLY_REFUNDED if _is_partial(case) else Outcome.REFUNDED


def _is_partial(case: Case) -> bool:
    if case.agreement is not None and case.agreement.resolution is Resolution.PARTIAL_REFUND:
        return True
    return case.claim is not None and case.settled is not None and case.settled.minor < case.claim.minor
