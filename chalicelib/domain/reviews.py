"""Reviews: what a person has to look at in a finished file, with the rule that asks for it."""

from chalicelib.domain.case import Case
from chalicelib.domain.events import UNREADABLE
from chalicelib.domain.freight import reason_fault
from chalicelib.domain.order import OrderFile
from chalicelib.domain.order_check import check_order
from chalicelib.domain.promises import bound, currencies, exceeds_order, excess_goods
from chalicelib.domain.vocabulary import Fault


def reviewed(file: OrderFile, case: Case) -> Case:
    """Flag what only the whole order shows: an unclear reason, two currencies, more promised than was bought."""
    flagged = case
    if case.is_open and reason_fault(case.reason_code) is Fault.UNKNOWN:
        told = f'"{case.reason.code}"' if case.reason else "none"
        flagged = flagged.flagged("G1.1", f"the reason told is {told}: classify it")
    if len(currencies(file)) > 1:
        flagged = flagged.flagged("G2.1", "the order is told in two currencies: they are never added up")
    for sku, (wanted, left) in excess_goods(file, case).items():
        flagged = flagged.flagged("G2.3a", f"{wanted} of {sku} are asked back where {left} are left of the order")
    if exceeds_order(file) and bound(case) is not None:
        flagged = flagged.flagged("G2.3a", "the cases of this order promise more than was paid for it")
    if case.agreement is not None and not check_order(case, file.order).passed:
        flagged = flagged.flagged("G2.1", "agreed, but the order does not check out: the agreement stands")
    for review in file.order.reviews:
        flagged = flagged.flagged(review.rule, review.detail)
    if any(entry.type == UNREADABLE for entry in file.order.entries):
        flagged = flagged.flagged(
            "replay", "a delivery of this order cannot be read: correct its translation and replay"
        )
    return flagged
