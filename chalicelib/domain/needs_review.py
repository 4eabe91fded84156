"""Needs review: the facts of a whole order that a person has to look at, each with its rule."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from chalicelib.domain.cancellation import plan_reviews
from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Round
from chalicelib.domain.events import UNREADABLE
from chalicelib.domain.flags import Review
from chalicelib.domain.order import OrderFile
from chalicelib.domain.order_changes import change_reviews
from chalicelib.domain.order_check import check_order
from chalicelib.domain.reservations import currencies, exceeds_order
from chalicelib.domain.settlement import lacks_amount
from chalicelib.domain.stock import Stock, excess_goods, holds_goods, reserved, stock
from chalicelib.domain.worth import excessive_claims
from chalicelib.values.reasons import Fault
from chalicelib.values.sentences import Count, Phrase, Term, say
from chalicelib.values.vocabulary import Favour, Party, RoundKind

_MOST_ARTICLES = 20  # of one case are named one by one: a case can have 1,000
_GOODS = "{wanted} of {sku} are asked back where {left} are left of the order"
_MORE_GOODS = "of {more} more articles too, more pieces are asked back than are left of the order"
_REASON = "the reason told is {stated}: classify it"
_UNCONFIRMED = "agreed, but the order does not check out: the agreement stands"
_PAID_ABOVE = "{paid} went back to the customer where {due} was due"
_PAID_IN_OTHER = "{paid} went back to the customer, which settles nothing: {currency} is due"
_PAID_WITHOUT_GRANT = "{paid} went back to the customer where the ruling grants nothing"
_CURRENCIES = "the order is told in more than one currency ({currencies}): they are never added up"
_NO_AMOUNT = {
    Favour.CUSTOMER: "the platform ruled for the customer and named no amount: ask it what is due",
    Favour.SPLIT: "the platform ruled for both sides and named no amount: ask it what is due",
}
_UNREADABLE = "{deliveries} of this order cannot be read: the operator has to correct the translation and replay"


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
        case = case.flagged(review)
    return case


def _of_goods(case: Case, goods: Stock | None) -> Iterator[Review]:
    excess = excess_goods(case, goods).items()
    for sku, (wanted, left) in islice(excess, _MOST_ARTICLES):
        yield Review("G2.3a", say("goods-above-order", _GOODS, wanted=wanted, sku=sku, left=left))
    if len(excess) > _MOST_ARTICLES:
        more = len(excess) - _MOST_ARTICLES
        yield Review("G2.3a", say("goods-above-order-too", _MORE_GOODS, more=more))


def _of_case(file: OrderFile, case: Case, goods: Stock | None) -> Iterator[Review]:
    if case.is_open:
        yield from _of_reason(case)
    if case.is_open or holds_goods(case):
        yield from _of_goods(case, goods)
    yield from islice(excessive_claims(case, goods), _MOST_ARTICLES)
    yield from _of_ends(file, case)
    yield from _of_payments(case)
    yield from _of_ruling(case)
    if case.agreement is not None and not check_order(case, file.order).passed:
        yield Review("G2.1", say("agreed-unconfirmed", _UNCONFIRMED))
    yield from change_reviews(case, file.order)
    yield from plan_reviews(case, file.order)


def _of_reason(case: Case) -> Iterator[Review]:
    if case.reason_code.fault is Fault.UNKNOWN:
        stated = case.reason.code if case.reason and case.reason.code else None
        yield Review("G1.1", say("reason-unclear", _REASON, stated=f'"{stated}"' if stated else Term("none")))


def _of_ends(file: OrderFile, case: Case) -> Iterator[Review]:
    """Flag an open return of an order that the platform has closed."""
    if case.is_open:
        yield from (end.review for end in file.order.ends if case.opened_at <= end.at)


def _of_payments(case: Case) -> Iterator[Review]:
    """Flag payments above what is due, payments in another currency, and refunds that failed."""
    paid, due = case.settled, case.promised or case.claim
    if paid is not None and due is not None and paid.exceeds(due):
        yield Review("G3.1", say("paid-above-due", _PAID_ABOVE, paid=paid, due=due))
    for amount in case.other:
        yield Review("G3.1", say("paid-in-other", _PAID_IN_OTHER, paid=amount, currency=str(case.currency)))
    for failure in case.failed:
        yield Review(
            "G3.1", say("refund-failed", "{refund} did not reach the customer", refund=Phrase(failure.sentence))
        )


def _of_ruling(case: Case) -> Iterator[Review]:
    """Flag a ruling that names no amount, and a payment if the ruling grants nothing."""
    ruling = case.ruling
    if ruling is None:
        return
    if ruling.in_favour_of in _NO_AMOUNT and lacks_amount(case):
        said = say("ruling-without-amount", _NO_AMOUNT[ruling.in_favour_of], kind=ruling.kind, number=ruling.number)
        yield Review("G2.5a" if ruling.kind is RoundKind.APPEAL else "G2.3b", said)
    if case.settled and case.settled.minor and _grants_nothing(ruling):
        yield Review("G3.1", say("paid-without-grant", _PAID_WITHOUT_GRANT, paid=case.settled))


def _grants_nothing(ruling: Round) -> bool:
    return ruling.refund is None and ruling.in_favour_of is Favour.SELLER


def _of_money(case: Case) -> Iterator[Review]:
    if reserved(case) is not None:
        yield Review("G2.3a", say("promised-above-order", "the cases of this order promise more than was paid for it"))


def _of_order(file: OrderFile) -> Iterator[Review]:
    ruled = {case.promised.currency for case in file.cases.values() if case.promised is not None}
    told = currencies(file.order, file.cases.values()) | ruled
    if len(told) > 1:
        yield Review("G2.1", say("two-currencies", _CURRENCIES, currencies=tuple(sorted(told))))
    yield from file.order.reviews
    unreadable = sum(entry.type == UNREADABLE and entry.by is Party.SYSTEM for entry in file.order.entries)
    if unreadable:
        yield Review("replay", say("unreadable", _UNREADABLE, deliveries=Count(unreadable, "delivery", "deliveries")))
