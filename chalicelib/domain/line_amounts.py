"""Amounts of lines: the order's amounts count if a line of a return names none."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import ParamSpec, TypeVar

from chalicelib.domain.case_parts import Match
from chalicelib.domain.facts import Line, OrderLine
from chalicelib.values.money import Money
from chalicelib.values.reading import as_read

P = ParamSpec("P")
R = TypeVar("R")

read = lru_cache(maxsize=10_000)(as_read)  # one decision reads the numbers of an order's lines many times

_MOST_KEPT = 16  # few, because they are large


def _kept(function: Callable[P, R]) -> Callable[P, R]:
    """Keep the last results of a function, by the identity of its arguments.

    One decision on 1,000 lines asks hundreds of times, and comparing the lines would take as long as pricing them.
    """
    results: dict[tuple[int, ...], tuple[object, R]] = {}

    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        arguments = (*args, *kwargs.values())
        key = tuple(map(id, arguments))
        kept = results.get(key)
        if kept is None:
            kept = (arguments, function(*args, **kwargs))  # an identity is one's own while its object is kept
            if len(results) >= _MOST_KEPT:
                results.clear()
            results[key] = kept
        return kept[1]

    return answer


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
    lines: tuple[Line, ...], order_lines: tuple[OrderLine, ...], matched: tuple[Match, ...] = ()
) -> tuple[Line, ...]:
    """Return the lines with the amounts that the order says of them. What it does not say stays None.

    Several lines of one article share its cost out: their amounts together are the share of all their pieces.
    `matched` are the articles that the seller has named for lines.
    """
    if all(line.amount is not None for line in lines):
        return lines
    articles = articles_of(order_lines)
    matches = {read(match.sku): read(match.order_sku) if match.order_sku else None for match in matched}
    counted: Counter[str] = Counter()
    priced = []
    for line in lines:
        name = read(line.sku)
        article = articles.get(matches.get(name, name) or "")
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
