"""Reviews: what a person has to look at in a finished file, with the rule that asks for it."""

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Review
from chalicelib.domain.events import UNREADABLE
from chalicelib.domain.freight import reason_fault
from chalicelib.domain.order import OrderFile
from chalicelib.domain.order_check import check_order
from chalicelib.domain.reservations import Stock, binds_goods, bound, currencies, exceeds_order, excess_goods, stock
from chalicelib.values.vocabulary import Fault, Favour, Party


def reviewed(file: OrderFile) -> OrderFile:
    """Flag what only the whole order shows: an unclear reason, two currencies, more promised than was bought."""
    of_order, goods, exceeds = tuple(_of_order(file)), stock(file), exceeds_order(file)
    cases = {}
    for name, case in file.cases.items():
        found = (*_of_case(file, case, goods), *(_of_money(case) if exceeds else ()), *of_order)
        cases[name] = _flagged(case, found)
    return replace(file, cases=cases)


def _flagged(case: Case, reviews: tuple[Review, ...]) -> Case:
    for review in reviews:
        case = case.flagged(review.rule, review.detail)
    return case


def _of_case(file: OrderFile, case: Case, goods: Stock | None) -> Iterator[Review]:
    if case.is_open and reason_fault(case.reason_code) is Fault.UNKNOWN:
        told = f'"{case.reason.code}"' if case.reason else "none"
        yield Review("G1.1", f"the reason told is {told}: classify it")
    if case.is_open or binds_goods(case):
        for sku, (wanted, left) in excess_goods(case, goods).items():
            yield Review("G2.3a", f"{wanted} of {sku} are asked back where {left} are left of the order")
    yield from _of_ruling(case)
    if case.agreement is not None and not check_order(case, file.order).passed:
        yield Review("G2.1", "agreed, but the order does not check out: the agreement stands")


def _of_ruling(case: Case) -> Iterator[Review]:
    """What was paid before a ruling that grants less: the platform's word on a payment after it is flagged there."""
    ruling, paid = case.ruling, case.settled
    if ruling is None or paid is None or not paid.minor:
        return
    if ruling.refund is None and ruling.in_favour_of is Favour.SELLER:
        yield Review("G3.1", f"{paid} went back to the customer where the ruling grants nothing")
    elif ruling.refund is not None and paid.exceeds(ruling.refund):
        yield Review("G3.1", f"{paid} went back to the customer where {ruling.refund} was due")


def _of_money(case: Case) -> Iterator[Review]:
    if bound(case) is not None:
        yield Review("G2.3a", "the cases of this order promise more than was paid for it")


def _of_order(file: OrderFile) -> Iterator[Review]:
    ruled = {case.promised.currency for case in file.cases.values() if case.promised is not None}
    if len(currencies(file) | ruled) > 1:
        yield Review("G2.1", "the order is told in two currencies: they are never added up")
    yield from file.order.reviews
    if any(entry.type == UNREADABLE and entry.by is Party.SYSTEM for entry in file.order.entries):
        yield Review("replay", "a delivery of this order cannot be read: correct its translation and replay")
