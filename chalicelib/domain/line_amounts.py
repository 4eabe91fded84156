"""Amounts of lines: the order's amounts count if a line of a return names none."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from chalicelib.domain.facts import Line, OrderLine
from chalicelib.values.money import Money
from chalicelib.values.reading import as_read

read = lru_cache(maxsize=10_000)(as_read)  # one decision reads the numbers of an order's lines many times

# One decision on 1,000 lines asks hundreds of times for the same articles and amounts. Few are kept: they are large.
_kept = lru_cache(maxsize=16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article of an order: how many pieces were bought, and what they cost together in minor units.

    `name` is how its number reads. `currency` is None if its lines are in two currencies.
    """

    name: str
    sku: str
    title: str | None
    pieces: int
    cost: int
    currency: str | None

    def share(self, pieces: int) -> int:
        """Return the share of its cost that so many pieces have, rounded up. It is never above the cost."""
        return -(-min(pieces, self.pieces) * self.cost // self.pieces)

    def with_line(self, line: OrderLine) -> "Article":
        """Return the article with one more line of the order."""
        return replace(
            self,
            title=self.title or line.title,
            pieces=self.pieces + line.quantity,
            cost=self.cost + line.amount.minor,
            currency=self.currency if self.currency == line.amount.currency else None,
        )


@_kept
def articles_of(lines: tuple[OrderLine, ...]) -> Mapping[str, Article]:
    """Return the articles of an order's lines, each by how its number reads."""
    found: dict[str, Article] = {}
    for line in lines:
        name = read(line.sku)
        new = Article(name=name, sku=line.sku, title=None, pieces=0, cost=0, currency=line.amount.currency)
        found[name] = found.get(name, new).with_line(line)
    return MappingProxyType(found)


@_kept
def with_amounts(
    lines: tuple[Line, ...], order_lines: tuple[OrderLine, ...], matches: tuple[tuple[str, str | None], ...] = ()
) -> tuple[Line, ...]:
    """Return the lines with the amounts that the order says of them. What it does not say stays None.

    Several lines of one article share its cost out: their amounts together are the share of all their pieces.
    `matches` are the articles that the seller has named for lines, by how their numbers read.
    """
    if all(line.amount is not None for line in lines):
        return lines
    articles, matched = articles_of(order_lines), dict(matches)
    counted: Counter[str] = Counter()
    priced = []
    for line in lines:
        name = read(line.sku)
        article = articles.get(matched.get(name, name) or "")
        priced.append(_with_amount(line, article, counted) if article else line)
    return tuple(priced)


def _with_amount(line: Line, article: Article, counted: Counter[str]) -> Line:
    before = counted[article.name]
    counted[article.name] = before + line.quantity
    if line.amount is not None or article.currency is None:
        return line
    minor = article.share(before + line.quantity) - article.share(before)
    # The cost of several lines can be above the largest amount: the fold keeps it, and no decision promises it.
    nothing = Money(minor=0, currency=article.currency)
    return line.model_copy(update={"amount": nothing.model_copy(update={"minor": minor})})
