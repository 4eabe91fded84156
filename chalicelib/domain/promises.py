"""Promises: what open and accepted offers bind of an order's money and goods, over all its cases (G2.3a)."""

from collections import Counter
from collections.abc import Iterable

from chalicelib.domain.case import Case
from chalicelib.domain.lifecycle import NEGOTIABLE
from chalicelib.domain.money import Money
from chalicelib.domain.order import OrderFile
from chalicelib.domain.vocabulary import Outcome

_GIVEN_BACK = {Outcome.REFUSED, Outcome.WITHDRAWN, Outcome.EXPIRED, Outcome.RULED_SELLER}


def bound(case: Case) -> Money | None:
    """What a case binds of its order's money: the most that was paid or can still come to be paid; None for nothing."""
    amounts = [case.settled]
    if case.is_open or case.ruling is not None:
        amounts.append(case.due)
    if case.status in NEGOTIABLE:
        amounts.extend(offer.amount for offer in case.open_offers())
    found = [amount for amount in amounts if amount is not None]
    return max(found, key=lambda amount: amount.minor, default=None)


def binds_goods(case: Case) -> bool:
    """Whether a case's lines count as given away: promised, or given."""
    if not case.is_open:
        return case.outcome not in _GIVEN_BACK
    promised = case.agreement is not None or case.ruling is not None
    return promised or (case.status in NEGOTIABLE and bool(case.open_offers()))


def currencies(file: OrderFile) -> set[str]:
    """Every currency that an order and its returns are told in."""
    lines = [line.amount for line in file.order.lines]
    lines += [line.amount for case in file.cases.values() for line in case.lines]
    told = [file.order.stated_total, *lines, *(case.settled for case in file.cases.values())]
    return {amount.currency for amount in told if amount is not None}


def remaining(file: OrderFile, case: Case) -> Money | None:
    """What a case may still promise in all: the order's total less what its other cases bind.

    None where the order's total is unknown, or told in several currencies.
    """
    total = file.order.total
    if total is None or len(currencies(file)) > 1:
        return None
    for other in _others(file, case):
        amount = bound(other)
        if amount is not None and amount.currency == total.currency:
            total = total.less(amount)
    return total


def full_value(file: OrderFile, case: Case) -> Money | None:
    """The full remaining value of a case's lines: their worth, as far as the order still has it."""
    claim, left = case.claim, remaining(file, case)
    if claim is None or left is None:
        return claim
    return min(claim, left, key=lambda amount: amount.minor)


def excess_goods(file: OrderFile, case: Case) -> dict[str, tuple[int, int]]:
    """Articles of which a case's lines want more than the order still has: by SKU, what is wanted and what is left."""
    if not file.order.known:
        return {}
    taken = _quantities(other for other in _others(file, case) if binds_goods(other))
    wanted = _quantities([case])
    left = {sku: max(0, file.order.quantity(sku) - taken[sku]) for sku in wanted}
    return {sku: (count, left[sku]) for sku, count in wanted.items() if count > left[sku]}


def exceeds_order(file: OrderFile) -> bool:
    """Whether all that the cases of an order bind is more than was paid for it."""
    amounts = [amount for case in file.cases.values() if (amount := bound(case)) is not None]
    total = file.order.total
    if total is None or any(amount.currency != total.currency for amount in amounts):
        return False
    return sum(amount.minor for amount in amounts) > total.minor


def _others(file: OrderFile, case: Case) -> list[Case]:
    return [other for other in file.cases.values() if other.key != case.key]


def _quantities(cases: Iterable[Case]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for case in cases:
        for line in case.lines:
            counted[line.sku] += line.quantity
    return counted
