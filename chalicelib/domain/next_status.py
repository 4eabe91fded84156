"""The next status: the state that an event leads to, and the outcome that a case ends with."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.cancellation import comes_back, is_cancellation, stays_cancelled
from chalicelib.domain.case import Case
from chalicelib.domain.lifecycle_rows import Fork, Move
from chalicelib.domain.offers import withdraw_offers
from chalicelib.domain.order import OrderRecord
from chalicelib.domain.rounds import withdraw
from chalicelib.values.every import for_every
from chalicelib.values.money import Money
from chalicelib.values.states import APPEALING, CLOSED, PAID_ENDS, RULED, SOFT_ENDS
from chalicelib.values.vocabulary import EventType, Favour, Outcome, Resolution, Status

_RULED = for_every(
    Favour,
    {
        Favour.CUSTOMER: Outcome.RULED_CUSTOMER,
        Favour.SELLER: Outcome.RULED_SELLER,
        Favour.SPLIT: Outcome.RULED_SPLIT,
    },
)


def advance(case: Case, move: Move, at: datetime, order: OrderRecord) -> Case:
    """Put a case into the status that a move leads to. It keeps its status if the move leads nowhere."""
    target = move.to.status(case, order) if isinstance(move.to, Fork) else move.to
    if target is None or (target is case.status and not isinstance(move.to, Fork)):
        return case
    return enter(case, target, at, outcome=_outcome(case, move, order) if target is Status.CLOSED else None)


def enter(case: Case, status: Status, at: datetime, *, outcome: Outcome | None = None) -> Case:
    """Put a case into a status. A ruling or the end withdraws our open offers, the end what waits for the platform."""
    reopened_at = case.reopened_at if case.is_open or status is Status.CLOSED else at
    entered = replace(case, status=status, since=at, outcome=outcome, reopened_at=reopened_at)
    if status in RULED | CLOSED:
        entered = withdraw_offers(entered)
    return entered if entered.is_open else withdraw(entered)


def ruled_outcome(case: Case) -> Outcome | None:
    """Return how a case with a ruling ends."""
    favour = case.ruling.in_favour_of if case.ruling else None
    return _RULED[favour] if favour else None


def _after_agreement(case: Case, order: OrderRecord) -> Status:
    if _is_settled(case):
        return Status.CLOSED
    if not comes_back(case, order) or case.inspection is not None:
        return Status.SETTLING
    if case.goods_back_at is not None:
        return Status.INSPECTING
    return Status.AGREED if case.goods_sent_at is None else Status.RETURNING


def _when_sent(case: Case, _order: OrderRecord) -> Status | None:
    return Status.RETURNING if _awaits_goods(case) else None


def _when_back(case: Case, _order: OrderRecord) -> Status | None:
    return Status.INSPECTING if case.status is Status.RETURNING or _awaits_goods(case) else None


def _when_settled(case: Case, _order: OrderRecord) -> Status | None:
    return Status.CLOSED if _is_settled(case) else None


def _when_failed(case: Case, _order: OrderRecord) -> Status | None:
    """Return the state of a case that was closed by money, once that money is missing."""
    if case.outcome not in PAID_ENDS or not _is_short(case):
        return None
    if case.earlier_end is not None:
        return Status.CLOSED
    return Status.NEGOTIATING if case.promised is None else Status.SETTLING


def _when_exchanged(case: Case, _order: OrderRecord) -> Status | None:
    return Status.CLOSED if _is_exchanged(case) else None


AFTER_AGREEMENT = Fork(
    "agreed, returning or inspecting as far as the goods have come; settling where none come back", _after_agreement
)
WHEN_SENT = Fork("returning once agreed", _when_sent)
WHEN_BACK = Fork("inspecting once agreed", _when_back)
WHEN_SETTLED = Fork("closed once all that is due is paid", _when_settled)
WHEN_FAILED = Fork("open again if it had closed the case: settling if agreed, else negotiating", _when_failed)
WHEN_EXCHANGED = Fork("closed once an agreed exchange is all that was due", _when_exchanged)


def _awaits_goods(case: Case) -> bool:
    """Tell whether goods are expected: after an agreement to return them, or when lost goods come back after all.

    In the first edition the goods of a cancellation are expected too when they come back.
    """
    on_return = case.agreement is not None and case.agreement.resolution.goods_come_back and not stays_cancelled(case)
    return on_return and (case.status is Status.AGREED or (case.status is Status.SETTLING and case.inspection is None))


def _is_settled(case: Case) -> bool:
    """Tell whether all that is due is paid: as ruled, as agreed, else the sum of the lines."""
    if not _can_end(case) or case.settled is None:
        return False
    if case.promised is not None:
        return case.open_part(case.promised) is None and (case.ruling is not None or not case.awaits_exchange)
    return case.ruling is None and _is_claim_paid(case.claim, case.settled)


def _is_claim_paid(claim: Money | None, settled: Money) -> bool:
    return claim is not None and claim.currency == settled.currency and not claim.exceeds(settled)


def _is_short(case: Case) -> bool:
    """Tell whether less is paid than was agreed, else than the lines claim. An exchange alone pays all."""
    if case.promised is None and case.outcome is Outcome.EXCHANGED:
        return False
    return case.open_part(case.promised or case.claim) is not None


def _is_exchanged(case: Case) -> bool:
    agreed = case.agreement is not None and case.agreement.resolution is Resolution.EXCHANGE
    return _can_end(case) and agreed and case.ruling is None and case.open_part(case.promised) is None


def _can_end(case: Case) -> bool:
    """Tell whether a payment or an exchange can close this case.

    An open case: unless an appeal is running. A closed case: only if it ended as withdrawn, expired or refused.
    """
    if case.is_open:
        return case.status not in APPEALING
    return case.outcome in SOFT_ENDS


def _outcome(case: Case, move: Move, order: OrderRecord) -> Outcome:
    if (without_money := _end_without_money(case, move)) is not None:
        return without_money
    if (ruled := ruled_outcome(case)) is not None:
        return ruled
    if case.exchange_sent_at is not None:
        return Outcome.EXCHANGED
    if is_cancellation(case, order):
        return Outcome.CANCELLED
    return Outcome.PARTIALLY_REFUNDED if _is_partial(case) else Outcome.REFUNDED


def _end_without_money(case: Case, move: Move) -> Outcome | None:
    if move.on is EventType.RETURN_WITHDRAWN:
        return Outcome.WITHDRAWN
    if move.on is EventType.CASE_CLOSED and case.status is Status.REFUSED:
        return Outcome.REFUSED
    return case.earlier_end if move.on is EventType.REFUND_FAILED else None


def _is_partial(case: Case) -> bool:
    if case.agreement is not None and case.agreement.resolution is Resolution.PARTIAL_REFUND:
        return True
    return case.claim is not None and case.settled is not None and case.claim.exceeds(case.settled)
