"""Reservations: open offers and agreements reserve money and goods of an order, across all its cases (G2.3a).

An open offer of the customer reserves nothing: it is a wish until we accept it, and what it asks is checked then.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Offer
from chalicelib.domain.commands import Refused
from chalicelib.domain.facts import Line
from chalicelib.domain.lifecycle_rows import Guard
from chalicelib.domain.order import OrderRecord
from chalicelib.domain.situation import Situation
from chalicelib.values.money import LARGEST_MINOR, Money
from chalicelib.values.reading import as_read
from chalicelib.values.shortening import some_of
from chalicelib.values.states import NEGOTIABLE
from chalicelib.values.vocabulary import Outcome, Party, Resolution

# After these ends the goods of a case can be asked back again.
_RELEASED = {Outcome.REFUSED, Outcome.WITHDRAWN, Outcome.EXPIRED, Outcome.RULED_SELLER}


def reserved(case: Case) -> Money | None:
    """Return the most that a case has paid or may still have to pay, or None for nothing."""
    amounts = [case.settled]
    if case.is_open or case.ruling is not None:
        amounts.append(case.due)
    amounts.extend(offer.amount for offer in _our_open_offers(case))
    found = [amount for amount in amounts if amount is not None]
    return max(found, key=lambda amount: amount.minor, default=None)


def reserves_goods(case: Case) -> bool:
    """Tell whether the lines of a case count as promised or returned."""
    if not case.is_open:
        return case.outcome not in _RELEASED
    promised = case.agreement is not None or case.ruling is not None
    return promised or bool(_our_open_offers(case))


def currencies(order: OrderRecord, cases: Iterable[Case]) -> set[str]:
    """Return every currency in which the order and its returns are stated."""
    returns = list(cases)
    bought = [line.amount for line in order.lines]
    asked = [line.amount for case in returns for line in case.lines]
    stated = [order.stated_total, *bought, *asked, *(case.settled for case in returns)]
    return {amount.currency for amount in stated if amount is not None}


def remaining(situation: Situation) -> Money | None:
    """Return what a case may promise in all: the order's total without what its other cases reserve.

    Returns None if the order's total is unknown, or if it is stated in several currencies.
    """
    total = situation.order.total
    if total is None or len(currencies(situation.order, situation.cases)) > 1:
        return None
    for other in situation.others:
        amount = reserved(other)
        if amount is not None and amount.currency == total.currency:
            total = total.less(amount)
    return total


def full_value(situation: Situation) -> Money | None:
    """Return the full remaining value of a case's lines: their sum, as far as the order still has it."""
    claim, left = situation.case.claim, remaining(situation)
    if claim is None or left is None:
        return claim
    return min(claim, left, key=lambda amount: amount.minor)


@dataclass(frozen=True, slots=True)
class Stock:
    """The pieces of each article that were bought, and those that the cases reserve together."""

    bought: Counter[str]
    reserved: Counter[str]


def stock(order: OrderRecord, cases: Iterable[Case]) -> Stock | None:
    """Count an order's goods. Returns None if nobody has told what was bought."""
    if not order.known:
        return None
    lines = (line for case in cases if reserves_goods(case) for line in case.lines)
    return Stock(_counted(order.lines), _counted(lines))


def excess_goods(case: Case, stock: Stock | None) -> dict[str, tuple[int, int]]:
    """Return the articles of which a case wants more than is left: by SKU, the pieces wanted and left."""
    if stock is None:
        return {}
    wanted = _counted(case.lines)
    own = wanted if reserves_goods(case) else Counter[str]()
    left = {sku: max(0, stock.bought[sku] - stock.reserved[sku] + own[sku]) for sku in wanted}
    spelt = {as_read(line.sku): line.sku for line in reversed(case.lines)}
    return {spelt[sku]: (count, left[sku]) for sku, count in wanted.items() if count > left[sku]}


def no_money(situation: Situation, named: Money | None = None) -> str | None:
    """Return why a case cannot promise an amount, or None if it can. No amount means the full remaining value."""
    amount = full_value(situation) if named is None else named
    if amount is None:
        return "name the amount: what the return's lines are worth is unknown, or told in two currencies"
    if named is None and amount.minor == 0:
        return "nothing is left of the order's money: other cases have promised it"
    if not 0 < amount.minor <= LARGEST_MINOR:
        return "an amount is above nothing, and one that can be told"
    foreign = sorted(currencies(situation.order, situation.cases) - {amount.currency})
    if foreign:
        return f"the order is told in {', '.join(foreign)}: currencies are never mixed"
    left = remaining(situation) or situation.case.claim
    if left is not None and amount.minor > left.minor:
        return f"no more than {left} is left of the order: the rest is promised by its other cases"
    return None


def no_goods(situation: Situation) -> str | None:
    """Return why a case cannot promise its lines, or None if it can."""
    excess = excess_goods(situation.case, stock(situation.order, situation.cases)).items()
    articles = [f"{wanted} of {sku} where {left} are left" for sku, (wanted, left) in excess]
    return f"the order does not have these goods any more: {some_of(articles)}" if excess else None


def amount_within(situation: Situation, named: Money | None) -> Money:
    """Return the amount named, else the full remaining value. Refuses if the order has no room for it."""
    amount = full_value(situation) if named is None else named
    why = no_money(situation, named)
    if amount is None or why is not None:
        raise Refused("G2.3a", why or "name the amount")
    return amount


def exceeds_order(order: OrderRecord, cases: Iterable[Case]) -> bool:
    """Tell whether the cases of an order reserve more together than was paid for it."""
    amounts = [amount for case in cases if (amount := reserved(case)) is not None]
    total = order.total
    if total is None or any(amount.currency != total.currency for amount in amounts):
        return False
    return sum(amount.minor for amount in amounts) > total.minor


def _our_open_offers(case: Case) -> list[Offer]:
    return [offer for offer in case.open_offers() if offer.by is Party.SELLER] if case.status in NEGOTIABLE else []


def _counted(lines: Iterable[Line]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for line in lines:
        counted[as_read(line.sku)] += line.quantity
    return counted


def _no_money_for_wants(situation: Situation) -> str | None:
    return None if situation.case.wants is Resolution.EXCHANGE else no_money(situation)


GOODS_LEFT = Guard("G2.3a", "the order still has the goods", no_goods)
MONEY_LEFT = Guard("G2.3a", "the order still has money for what the customer wants", _no_money_for_wants)
