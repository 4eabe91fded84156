"""Reservations: what a case may still promise of its order's money and goods (G2.3a)."""

from collections.abc import Iterable

from chalicelib.domain.case import Case
from chalicelib.domain.commands import Refused
from chalicelib.domain.lifecycle_rows import Guard
from chalicelib.domain.order import OrderRecord
from chalicelib.domain.situation import Situation
from chalicelib.domain.stock import excess_goods, reserved, stock
from chalicelib.domain.worth import worth
from chalicelib.values.money import LARGEST_MINOR, Money
from chalicelib.values.sentences import Phrase, Sentence, say
from chalicelib.values.vocabulary import Resolution


def currencies(order: OrderRecord, cases: Iterable[Case]) -> set[str]:
    """Return every currency in which an order and returns of it are stated. Payments do not count."""
    bought = [line.amount for line in order.lines]
    asked = [line.amount for case in cases for line in case.lines]
    return {amount.currency for amount in (order.total, *bought, *asked) if amount is not None}


def remaining(situation: Situation) -> Money | None:
    """Return what a case may promise in all: the order's total without what its other cases reserve.

    Returns None if the order's total is unknown, or if the order and this return are stated in several currencies.
    """
    total = situation.order.total
    if total is None or len(currencies(situation.order, [situation.case])) > 1:
        return None
    for other in situation.others:
        amount = reserved(other)
        if amount is not None and amount.currency == total.currency:
            total = total.less(amount)
    return total


def full_value(situation: Situation) -> Money | None:
    """Return the full remaining value of a case's lines, as far as the order still has it."""
    whole, left = worth_of(situation), remaining(situation)
    if whole is None or left is None:
        return whole
    return min(whole, left, key=lambda amount: amount.minor)


def worth_of(situation: Situation) -> Money | None:
    """Return the most that the pieces of the return are worth, or None if that is unknown."""
    return worth(situation.case, situation.order, situation.cases)


def no_money(situation: Situation, named: Money | None = None, *, goodwill: bool = False) -> Sentence | None:
    """Return why a case cannot promise an amount, or None if it can. No amount means the full remaining value."""
    amount = full_value(situation) if named is None else named
    if amount is None:
        return say(
            "worth-unknown", "name the amount: what the return's lines are worth is unknown, or told in two currencies"
        )
    if named is None and amount.minor == 0:
        return say("nothing-left", "nothing is left of the order's money: other cases have promised it")
    if not 0 < amount.minor <= LARGEST_MINOR:
        return say("amount-impossible", "an amount is above nothing, and one that can be told")
    foreign = sorted(currencies(situation.order, [situation.case]) - {amount.currency})
    if foreign:
        return say(
            "currencies-mixed",
            "the order is told in {currencies}: currencies are never mixed",
            currencies=tuple(foreign),
        )
    return _too_much(situation, amount, goodwill=goodwill)


def _too_much(situation: Situation, amount: Money, *, goodwill: bool) -> Sentence | None:
    left, whole = remaining(situation) or situation.case.claim, worth_of(situation)
    if left is not None and amount.minor > left.minor:
        return say(
            "above-the-rest",
            "no more than {left} is left of the order: the rest is promised by its other cases",
            left=left,
        )
    if whole is not None and amount.minor > whole.minor and not goodwill:
        return say(
            "above-the-worth",
            "the pieces of this return are worth {whole} at the most: more than that is goodwill",
            whole=whole,
        )
    return None


def no_goods(situation: Situation) -> Sentence | None:
    """Return why a case cannot promise its lines, or None if it can."""
    excess = excess_goods(situation.case, stock(situation.order, situation.cases)).items()
    words = "{wanted} of {sku} where {left} are left"
    articles = tuple(
        Phrase(say("article-left", words, wanted=wanted, sku=sku, left=left)) for sku, (wanted, left) in excess
    )
    gone = "the order does not have these goods any more: {articles}"
    return say("goods-gone", gone, articles=articles) if excess else None


def amount_within(situation: Situation, named: Money | None, *, goodwill: bool = False) -> Money:
    """Return the amount named, else the full remaining value. Refuses if the order has no room for it.

    Refuses also if it is above what the return's pieces are worth, unless it is goodwill.
    """
    amount = full_value(situation) if named is None else named
    why = no_money(situation, named, goodwill=goodwill)
    if amount is None or why is not None:
        raise Refused("G2.3a", why or say("name-the-amount", "name the amount"))
    return amount


def exceeds_order(order: OrderRecord, cases: Iterable[Case]) -> bool:
    """Tell whether the cases of an order reserve more together than was paid for it. Other currencies do not count."""
    total = order.total
    if total is None:
        return False
    amounts = [amount for case in cases if (amount := reserved(case)) is not None]
    return sum(amount.minor for amount in amounts if amount.currency == total.currency) > total.minor


def _no_money_for_wants(situation: Situation) -> Sentence | None:
    return None if situation.case.wants is Resolution.EXCHANGE else no_money(situation)


GOODS_LEFT = Guard("G2.3a", "goods-left", "the order still has the goods", no_goods)
MONEY_LEFT = Guard("G2.3a", "money-left", "the order still has money for what the customer wants", _no_money_for_wants)
