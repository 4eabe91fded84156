"""Cancellations and losses: cases in which no goods come back although a return was agreed (G1.2, G1.3)."""

from chalicelib.domain.case import Case
from chalicelib.domain.order import OrderRecord
from chalicelib.values.reasons import ReasonCode


def is_cancellation(case: Case, order: OrderRecord) -> bool:
    """Tell whether the customer had a change of heart before the goods arrived, so that nothing comes back (G1.2)."""
    arrived = order.delivered_at is not None and order.delivered_at <= case.opened_at
    return case.reason_code is ReasonCode.CHANGE_OF_HEART and order.known and not arrived and not _moved(case)


def comes_back(case: Case, order: OrderRecord) -> bool:
    """Tell whether goods come back under the agreement. Goods that never arrived do not (G1.2, G1.3)."""
    if case.agreement is None or not case.agreement.resolution.goods_come_back:
        return False
    lost = case.reason_code is ReasonCode.LOST_IN_TRANSIT and not _moved(case)
    return not (lost or is_cancellation(case, order))


def _moved(case: Case) -> bool:
    return case.goods_sent_at is not None or case.goods_back_at is not None
