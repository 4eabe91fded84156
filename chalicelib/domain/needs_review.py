"""Needs review: the facts of a whole order that a person has to look at, each with its rule."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from chalicelib.domain.cancellation import plan_reviews
from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Review
from chalicelib.domain.events import UNREADABLE
from chalicelib.domain.order import OrderFile
from chalicelib.domain.order_changes import change_reviews
from chalicelib.domain.order_check import check_order
from chalicelib.domain.reservations import currencies, exceeds_order
from chalicelib.domain.stock import Stock, excess_goods, holds_goods, reserved, stock
from chalicelib.domain.worth import excessive_claims
from chalicelib.values.reasons import Fault
from chalicelib.values.vocabulary import Favour, Party

_MOST_ARTICLES = 20  # of one case are named one by one: a case can have 1,000


def reviewed(file: OrderFile) -> OrderFile:
    """Flag the cases of an order for an unclear reason, two currencies, or more promises than were bought."""
    returns = tuple(file.cases.values())
    of_order, goods = tuple(_of_order(file)), stock(file.order, returns)
    exceeds = exceeds_order(file.order, returns)
    cases = {}
    for name, case in file.cases.items():
        found = (*_of_case(file, case, goods), *(_of_money(case) if exceeds else ()), *of_order)
        cases[name] = _flagged(case, found)
    return replace(file, cases=cases)


def _flagged(case: Case, reviews: tuple[Review, ...]) -> Case:
    for review in reviews:
        case = case.flagged(review.rule, review.detail)
    return case


def _of_goods(case: Case, goods: Stock | None) -> Iterator[Review]:
    excess = excess_goods(case, goods).items()
    for sku, (wanted, left) in islice(excess, _MOST_ARTICLES):
        yield Review("G2.3a", f"{wanted} of {sku} are asked back where {left} are left of the order")
    if len(excess) > _MOST_ARTICLES:
        more = len(excess) - _MOST_ARTICLES
        yield Review("G2.3a", f"of {more} more articles too, more pieces are asked back than are left of the order")


def _of_case(file: OrderFile, case: Case, goods: Stock | None) -> Iterator[Review]:
    if case.is_open and case.reason_code.fault is Fault.UNKNOWN:
        stated = f'"{case.reason.code}"' if case.reason and case.reason.code else "none"
        yield Review("G1.1", f"the reason told is {stated}: classify it")
    if case.is_open or holds_goods(case):
        yield from _of_goods(case, goods)
    yield from islice(excessive_claims(case, goods), _MOST_ARTICLES)
    yield from _of_payments(case)
    yield from _of_ruling(case)
    if case.agreement is not None and not check_order(case, file.order).passed:
        yield Review("G2.1", "agreed, but the order does not check out: the agreement stands")
    yield from change_reviews(case, file.order)
    yield from plan_reviews(case, file.order)


def _of_payments(case: Case) -> Iterator[Review]:
    """Flag payments above what is due, payments in another currency, and refunds that failed."""
    paid, due = case.settled, case.promised or case.claim
    if paid is not None and due is not None and paid.exceeds(due):
        yield Review("G3.1", f"{paid} went back to the customer where {due} was due")
    for amount in case.other:
        yield Review("G3.1", f"{amount} went back to the customer, which settles nothing: {case.currency} is due")
    for failure in case.failed:
        yield Review("G3.1", f"{failure} did not reach the customer")


def _of_ruling(case: Case) -> Iterator[Review]:
    """Flag a payment if the ruling grants nothing."""
    ruling, paid = case.ruling, case.settled
    if ruling is None or paid is None or not paid.minor:
        return
    if ruling.refund is None and ruling.in_favour_of is Favour.SELLER:
        yield Review("G3.1", f"{paid} went back to the customer where the ruling grants nothing")


def _of_money(case: Case) -> Iterator[Review]:
    if reserved(case) is not None:
        yield Review("G2.3a", "the cases of this order promise more than was paid for it")


def _of_order(file: OrderFile) -> Iterator[Review]:
    ruled = {case.promised.currency for case in file.cases.values() if case.promised is not None}
    if len(currencies(file.order, file.cases.values()) | ruled) > 1:
        yield Review("G2.1", "the order is told in two currencies: they are never added up")
    yield from file.order.reviews
    if any(entry.type == UNREADABLE and entry.by is Party.SYSTEM for entry in file.order.entries):
        yield Review("replay", "a delivery of this order cannot be read: correct its translation and replay")
