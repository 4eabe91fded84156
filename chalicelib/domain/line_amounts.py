"""Amounts of a return's lines: a line that names none is worth what the order says of its pieces (docs/rules.md)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from chalicelib.domain.facts import Line, OrderLine
from chalicelib.values.money import Money, total
from chalicelib.values.reading import as_read


@dataclass(frozen=True, slots=True)
class Article:
    """The pieces of one article that an order has, and what they cost together."""

    quantity: int
    cost: Money

    @classmethod
    def of(cls, lines: list[OrderLine]) -> Self | None:
        """Add up the order's lines of one article. Returns None if they are in two currencies."""
        cost = total(line.amount for line in lines)
        return cls(sum(line.quantity for line in lines), cost) if cost else None

    def share(self, pieces: int) -> int:
        """Return the share of so many pieces in its cost, in minor units, rounded up. It is never above the cost."""
        return -(-self.cost.minor * min(pieces, self.quantity) // self.quantity)


def with_amounts(lines: tuple[Line, ...], order_lines: Iterable[OrderLine]) -> tuple[Line, ...]:
    """Return the lines with the amounts that the order says of them. What it does not say stays None.

    Several lines of one article share its cost out: their amounts together are the share of all their pieces.
    """
    if all(line.amount is not None for line in lines):
        return lines
    articles = _articles(order_lines)
    counted: Counter[str] = Counter()
    return tuple(_with_amount(line, articles, counted) for line in lines)


def _with_amount(line: Line, articles: Mapping[str, Article | None], counted: Counter[str]) -> Line:
    name = as_read(line.sku)
    before, counted[name] = counted[name], counted[name] + line.quantity
    article = articles.get(name)
    if line.amount is not None or article is None:
        return line
    minor = article.share(counted[name]) - article.share(before)
    return line.model_copy(update={"amount": article.cost.model_copy(update={"minor": minor})})


def _articles(order_lines: Iterable[OrderLine]) -> Mapping[str, Article | None]:
    by_article: defaultdict[str, list[OrderLine]] = defaultdict(list)
    for line in order_lines:
        by_article[as_read(line.sku)].append(line)
    return {name: Article.of(lines) for name, lines in by_article.items()}
