"""Cancellations and losses: cases in which no goods come back although a return was agreed (G1.2, G1.3).

Which of them a case is, is decided when the seller accepts or offers, by what is known then. The decision is in the row
of that act, and a delivery that is told later does not change it. Example: the seller agrees to cancel an order on
Monday. On Tuesday the marketplace tells that the parcel had arrived on Sunday. The case stays a cancellation, nobody
waits for goods, and the case is flagged.
"""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Agreement
from chalicelib.domain.facts import GoodsPlan
from chalicelib.domain.flags import Review
from chalicelib.domain.order import OrderRecord
from chalicelib.values.reasons import ReasonCode
from chalicelib.values.sentences import Sentence, say
from chalicelib.values.states import SOFT_ENDS
from chalicelib.values.vocabulary import Resolution

_RULE = "G1.2"
_CANCELLED_BY_NOW = (
    "as it is known now, the customer changed their mind before the goods arrived, which is a cancellation. You agreed"
    " to a return, and that stays valid. Tell the customer if they can keep the goods."
)
_ARRIVED_AFTER_ALL = (
    "the goods reached the customer on {at}. You did not know it when you agreed to cancel. What you promised stays"
    " valid. Ask the customer to send the goods back, or to keep them."
)
_FOUND_AFTER_ALL = (
    "the goods reached the customer on {at}. You did not know it when you agreed that the goods were lost. What you"
    " promised stays valid. Ask the customer to send the goods back, or to keep them."
)
_GOODS_AFTER_CANCELLATION = (
    "goods came back, or are on their way, although you agreed to cancel. What you promised stays valid. Check the"
    " goods when they arrive, and put them into stock."
)


def plan_goods(case: Case, order: OrderRecord) -> GoodsPlan:
    """Decide what becomes of the goods, by what is known now."""
    lost = case.reason_code is ReasonCode.LOST_IN_TRANSIT and not _moved(case)
    return GoodsPlan(cancelled=_cancels(case, order) and not _moved(case), lost=lost)


def is_cancellation(case: Case, order: OrderRecord) -> bool:
    """Tell whether a case is a cancellation, so that nothing comes back (G1.2): as decided, else as it is known."""
    decided = _decided(case)
    return decided.cancelled if decided else plan_goods(case, order).cancelled


def comes_back(case: Case, order: OrderRecord) -> bool:
    """Tell whether goods come back under the agreement. Goods that never arrived do not (G1.2, G1.3)."""
    if case.agreement is None or not case.agreement.resolution.goods_come_back:
        return False
    decided = _decided(case)
    lost = decided.lost and not _moved(case) if decided else plan_goods(case, order).lost
    return not (lost or is_cancellation(case, order))


def why_nothing_travels(case: Case, order: OrderRecord) -> Sentence | None:
    """Return why no goods travel back: as agreed, else as the customer wants. None if they do, or if nobody knows."""
    if _moved(case):
        return None
    if is_cancellation(case, order):
        return say("travels-cancelled", "the order is cancelled before the goods arrived")
    resolution = case.agreement.resolution if case.agreement else case.wants
    return (
        None
        if resolution is None or resolution.goods_come_back
        else say("travels-kept", "the goods stay with the customer")
    )


def stays_cancelled(case: Case) -> bool:
    """Tell whether both sides agreed to cancel. Goods that come back all the same do not change that."""
    decided = _decided(case)
    return decided is not None and decided.cancelled


def plan_reviews(case: Case, order: OrderRecord) -> Iterator[Review]:
    """Flag a case in which what is known now differs from what was decided about the goods."""
    agreement, decided = case.agreement, _decided(case)
    if agreement is None or decided is None or case.outcome in SOFT_ENDS:
        return
    if not decided.comes_back:
        yield from _after_all(case, agreement, decided, order)
    elif agreement.resolution.goods_come_back and plan_goods(case, order).cancelled:
        yield Review(_RULE, say("cancelled-by-now", _CANCELLED_BY_NOW))


def _after_all(case: Case, agreement: Agreement, decided: GoodsPlan, order: OrderRecord) -> Iterator[Review]:
    """Flag goods that turn up although the seller decided that nothing comes back."""
    arrived = _arrived_after(agreement, order)
    if arrived and agreement.resolution is not Resolution.PARTIAL_REFUND:
        if decided.cancelled:
            yield Review(_RULE, say("arrived-after-cancellation", _ARRIVED_AFTER_ALL, at=arrived))
        else:
            yield Review("G1.3", say("arrived-after-loss", _FOUND_AFTER_ALL, at=arrived))
    if decided.cancelled and _moved(case):
        yield Review(_RULE, say("goods-after-cancellation", _GOODS_AFTER_CANCELLATION))


def _arrived_after(agreement: Agreement, order: OrderRecord) -> datetime | None:
    """Return when the goods arrived, if that was received after the agreement."""
    return min((found.at for found in order.arrivals if found.received_at > agreement.decided_at), default=None)


def _decided(case: Case) -> GoodsPlan | None:
    return case.agreement.goods if case.agreement else None


def _cancels(case: Case, order: OrderRecord) -> bool:
    arrived = any(arrival.at <= case.opened_at for arrival in order.arrivals)
    return case.reason_code is ReasonCode.CHANGE_OF_HEART and order.known and not arrived


def _moved(case: Case) -> bool:
    return case.goods_sent_at is not None or case.goods_back_at is not None
