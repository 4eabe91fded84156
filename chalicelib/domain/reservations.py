"""Promises: what our open offers and what was agreed bind of an order's money and goods, over all cases (G2.3a).

An open offer of the customer's binds nothing: it is a wish until we accept it, and what it asks is checked then.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Offer
from chalicelib.domain.facts import Line
from chalicelib.domain.lifecycle import NEGOTIABLE
from chalicelib.domain.order import OrderFile
from chalicelib.values.money import LARGEST_MINOR, Money
from chalicelib.values.vocabulary import Outcome, Party

_GIVEN_BACK = {Outcome.REFUSED, Outcome.WITHDRAWN, Outcome.EXPIRED, Outcome.RULED_SELLER}


def bound(case: Case) -> Money | None:
    """What a case binds of its order's money: the most that was paid or can still come to be paid; None for nothing."""
    amounts = [case.settled]
    if case.is_open or case.ruling is not None:
        amounts.append(case.due)
    amounts.extend(offer.amount for offer in _our_open_offers(case))
    found = [amount for amount in amounts if amount is not None]
    return max(found, key=lambda amount: amount.minor, default=None)


def binds_goods(case: Case) -> bool:
    """Whether a case's lines count as given away: promised, or given."""
    if not case.is_open:
        return case.outcome not in _GIVEN_BACK
    promised = case.agreement is not None or case.ruling is not None
    return promised or bool(_our_open_offers(case))


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


@dataclass(frozen=True, slots=True)
class Stock:
    """How many of each article were bought, and how many its cases have given away between them."""

    bought: Counter[str]
    given: Counter[str]


def stock(file: OrderFile) -> Stock | None:
    """Count an order's goods; None where nobody has told what was bought."""
    if not file.order.known:
        return None
    given = (line for case in file.cases.values() if binds_goods(case) for line in case.lines)
    return Stock(_counted(file.order.lines), _counted(given))


def excess_goods(case: Case, stock: Stock | None) -> dict[str, tuple[int, int]]:
    """Articles of which a case's lines want more than the order still has: by SKU, what is wanted and what is left."""
    if stock is None:
        return {}
    wanted = _counted(case.lines)
    own = wanted if binds_goods(case) else Counter[str]()
    left = {sku: max(0, stock.bought[sku] - stock.given[sku] + own[sku]) for sku in wanted}
    return {sku: (count, left[sku]) for sku, count in wanted.items() if count > left[sku]}


def no_money(file: OrderFile, case: Case, named: Money | None = None) -> str | None:
    """Why a case cannot promise an amount (None: the full remaining value of its lines); None where it can."""
    amount = full_value(file, case) if named is None else named
    if amount is None:
        return "name the amount: the return's lines are unknown or told in two currencies"
    if named is None and amount.minor == 0:
        return "nothing is left of the order's money: other cases have promised it"
    if not 0 < amount.minor <= LARGEST_MINOR:
        return "an amount is above nothing, and one that can be told"
    foreign = sorted(currencies(file) - {amount.currency})
    if foreign:
        return f"the order is told in {', '.join(foreign)}: currencies are never mixed"
    left = remaining(file, case) or case.claim
    if left is not None and amount.minor > left.minor:
        return f"no more than {left} is left of the order: the rest is promised by its other cases"
    return None


def no_goods(file: OrderFile, case: Case) -> str | None:
    """Why a case cannot promise its lines; None where it can."""
    excess = excess_goods(case, stock(file))
    told = ", ".join(f"{wanted} of {sku} where {left} are left" for sku, (wanted, left) in excess.items())
    return f"the order does not have these goods any more: {told}" if excess else None


def exceeds_order(file: OrderFile) -> bool:
    """Whether all that the cases of an order bind is more than was paid for it."""
    amounts = [amount for case in file.cases.values() if (amount := bound(case)) is not None]
    total = file.order.total
    if total is None or any(amount.currency != total.currency for amount in amounts):
        return False
    return sum(amount.minor for amount in amounts) > total.minor


def _others(file: OrderFile, case: Case) -> list[Case]:
    return [other for other in file.cases.values() if other.key != case.key]


def _our_open_offers(case: Case) -> list[Offer]:
    return [offer for offer in case.open_offers() if offer.by is Party.SELLER] if case.status in NEGOTIABLE else []


def _counted(lines: Iterable[Line]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for line in lines:
        counted[line.sku] += line.quantity
    return counted
