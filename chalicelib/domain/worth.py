"""Worth: how much the pieces of a return are worth at the most.

The limit of `q` of `Q` pieces of an article is the smallest of three amounts: what the return claims, their share of
its cost (rounded up), and its cost less what other cases have paid or promised for it. Example: a cup of 10.00 and a
pot of 90.00 were bought. A return that claims 95.00 for the cup is worth 10.00.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor

from chalicelib.domain.articles import read_lines
from chalicelib.domain.case import Case
from chalicelib.domain.flags import Review
from chalicelib.domain.line_amounts import Article
from chalicelib.domain.order import OrderRecord
from chalicelib.domain.stock import Stock, promised_parts, stock
from chalicelib.values.money import Money
from chalicelib.values.sentences import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A return's claim for one article: its pieces, the amount claimed, and the most that they are worth."""

    article: Article
    pieces: int
    claimed: int
    share: int
    left: int

    @property
    def worth(self) -> int:
        """The most that these pieces are worth."""
        return min(self.claimed, self.share, self.left)


def worth(case: Case, order: OrderRecord, cases: tuple[Case, ...]) -> Money | None:
    """Return the most that the pieces of a return are worth. If the order is unknown, the claim counts.

    Returns None if the claim is unknown or in two currencies.
    """
    of_order = stock(order, cases)
    return _worth(case, of_order) if of_order is not None else case.claim


def excessive_claims(case: Case, of_order: Stock | None) -> Iterator[Review]:
    """Yield a review for each article that is claimed above its worth, unless an amount was agreed or ruled."""
    claim = case.claim
    if of_order is None or claim is None or claim.currency != of_order.currency or not _is_undecided(case):
        return
    for found in claims(case, of_order):
        if found.claimed > found.worth:
            claimed, most = (_money(claim, minor) for minor in (found.claimed, found.worth))
            said = say(
                "claimed-above-worth",
                "{claimed} is claimed for {pieces} of {sku}, and {most} is the most that this is worth",
                claimed=claimed,
                pieces=found.pieces,
                sku=found.article.sku,
                most=most,
            )
            yield Review("G2.3a", said)


def _is_undecided(case: Case) -> bool:
    """Tell whether nothing is agreed or ruled yet, and the case did not end without a payment."""
    decided = case.ruling is not None or case.agreement is not None
    return not decided and (case.is_open or case.settled is not None)


def claims(case: Case, of_order: Stock) -> Iterator[Claim]:
    """Yield what a return claims for each article of the order."""
    pieces: dict[str, int] = {}
    claimed: dict[str, int] = {}
    own = promised_parts(case, of_order.articles, of_order.currency)
    for line in read_lines(case, of_order.articles):
        if line.article is not None:
            name = line.article.name
            pieces[name] = pieces.get(name, 0) + line.line.quantity
            claimed[name] = claimed.get(name, 0) + line.claimed
    for name, count in pieces.items():
        article = of_order.articles[name]
        others = of_order.money.get(name, 0) - own.get(name, 0)
        yield Claim(
            article=article,
            pieces=count,
            claimed=claimed[name],
            share=article.share(count),
            left=max(0, floor(article.cost - others)),
        )


def _worth(case: Case, of_order: Stock) -> Money | None:
    claim = case.claim
    if claim is None or claim.currency != of_order.currency:
        return claim
    without_article = (line.claimed for line in read_lines(case, of_order.articles) if line.article is None)
    return _money(claim, sum(found.worth for found in claims(case, of_order)) + sum(without_article))


def _money(like: Money, minor: int) -> Money:
    """Return an amount in the currency of another one. A sum may be above the largest amount that can be told."""
    return like.model_copy(update={"minor": minor})
