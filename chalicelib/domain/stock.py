"""The stock of an order: its articles, and the goods and money that its returns reserve.

Goods and money are counted apart. Goods count if they came back, or if we agreed or offered that they come back. Goods
that stay with the customer, and goods that were sent in exchange, can be asked back again. Money counts once it is
paid, agreed, ruled or offered by us. An offer of the customer is a wish and holds nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from chalicelib.domain.articles import ReadLine, articles, read_lines
from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Offer
from chalicelib.domain.line_amounts import Article
from chalicelib.domain.order import OrderRecord
from chalicelib.values.money import Money
from chalicelib.values.states import NEGOTIABLE, SOFT_ENDS
from chalicelib.values.vocabulary import Favour, Outcome, Party, Status


@dataclass(frozen=True, slots=True)
class Stock:
    """The articles of an order in one currency, the pieces that its cases hold together, and the money."""

    articles: Mapping[str, Article]
    currency: str | None
    pieces: Counter[str]
    money: Mapping[str, Fraction]


def stock(order: OrderRecord, cases: Iterable[Case]) -> Stock | None:
    """Count what an order's cases hold. Returns None if nobody has told what was bought."""
    if not order.known:
        return None
    of_order, currency = articles(order), _currency(order)
    pieces: Counter[str] = Counter()
    money: dict[str, Fraction] = {}
    for case in cases:
        if holds_goods(case):
            pieces.update(wanted(case, of_order))
        for name, part in promised_parts(case, of_order, currency).items():
            money[name] = money.get(name, Fraction(0)) + part
    return Stock(of_order, currency, pieces, money)


def reserved(case: Case) -> Money | None:
    """Return the most that a case has paid or may still have to pay, or None for nothing."""
    amounts = [case.settled]
    if case.is_open or case.ruling is not None:
        amounts.append(case.due)
    amounts.extend(offer.amount for offer in our_open_offers(case))
    found = [amount for amount in amounts if amount is not None]
    return max(found, key=lambda amount: amount.minor, default=None)


def holds_goods(case: Case) -> bool:
    """Tell whether the pieces of a case came back, or are agreed or offered by us to come back."""
    if case.exchange_sent_at is not None or _stay_ours(case):
        return False
    if case.goods_back_at is not None:
        return True
    if case.ruling is not None:
        return case.goods_sent_at is not None
    return case.outcome not in SOFT_ENDS and _return_is_promised(case)


def _return_is_promised(case: Case) -> bool:
    """Tell whether goods are agreed or offered by us to come back."""
    agreed = case.agreement is not None and case.agreement.resolution.goods_come_back
    return agreed or any(offer.resolution.goods_come_back for offer in our_open_offers(case))


def excess_goods(case: Case, of_order: Stock | None) -> dict[str, tuple[int, int]]:
    """Return the pieces wanted and left of each article of which a case wants more than is left."""
    if of_order is None:
        return {}
    want = wanted(case, of_order.articles)
    own = want if holds_goods(case) else Counter[str]()
    lines = {_name(line): line for line in reversed(tuple(read_lines(case, of_order.articles)))}
    excess = {}
    for name, count in want.items():
        article = lines[name].article
        left = max(0, (article.pieces if article else 0) - of_order.pieces[name] + own[name])
        if count > left:
            excess[lines[name].line.sku] = (count, left)
    return excess


def wanted(case: Case, of_order: Mapping[str, Article]) -> Counter[str]:
    """Count the pieces that a case asks back, by article. What is no article of the order counts no piece."""
    count: Counter[str] = Counter()
    for line in read_lines(case, of_order):
        if line.article is not None or line.is_unclear:
            count[_name(line)] += line.line.quantity
    return count


def promised_parts(case: Case, of_order: Mapping[str, Article], currency: str | None) -> dict[str, Fraction]:
    """Share what a case has paid or promised among its articles, by what its pieces cost."""
    amount = reserved(case)
    if amount is None or not amount.minor or amount.currency != currency:
        return {}
    costs: dict[str, Fraction] = {}
    for line in read_lines(case, of_order):
        costs[_name(line)] = costs.get(_name(line), Fraction(0)) + _cost(line)
    whole = sum(costs.values())
    return {name: amount.minor * cost / whole for name, cost in costs.items()} if whole else {}


def our_open_offers(case: Case) -> list[Offer]:
    """Return our offers that the customer can still accept."""
    return [offer for offer in case.open_offers() if offer.by is Party.SELLER] if case.status in NEGOTIABLE else []


def _stay_ours(case: Case) -> bool:
    """Tell whether the seller keeps the money, so that the goods are the customer's again wherever they are."""
    ruled = case.ruling is not None and case.ruling.in_favour_of is Favour.SELLER
    return ruled or case.status is Status.REFUSED or case.outcome is Outcome.REFUSED


def _cost(line: ReadLine) -> Fraction:
    if line.article is None:
        return Fraction(line.claimed)
    return Fraction(line.line.quantity * line.article.cost, line.article.pieces)


def _name(line: ReadLine) -> str:
    return line.article.name if line.article else line.name


def _currency(order: OrderRecord) -> str | None:
    currencies = {line.amount.currency for line in order.lines}
    return currencies.pop() if len(currencies) == 1 else None
