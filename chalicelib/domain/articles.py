"""Articles: the article of the order for each line of a return, by spelling or by the seller's word (G2.1).

Marketplaces spell an article otherwise, use their own number for it, or list what is no article of the order, such as
freight or a part of a bundle. The platform's word stays on record, and the seller's word stands beside it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Match
from chalicelib.domain.commands import Command, refuse_unless
from chalicelib.domain.events import Event, Happening
from chalicelib.domain.facts import CaseFact, Fact, Line, Word
from chalicelib.domain.lifecycle_rows import Guard, applies_to
from chalicelib.domain.line_amounts import Article, articles_of, read
from chalicelib.domain.order import OrderRecord
from chalicelib.domain.situation import Situation
from chalicelib.values.sentences import Phrase, Sentence, say
from chalicelib.values.vocabulary import EventType

MOST_MATCHES = 1_000


class LineMatch(Fact):
    """The article of the order that a line of a return is about. `order_sku` is None if it is none of them."""

    sku: Word
    order_sku: Word | None = None


class NamedMatch(LineMatch):
    """A match as the seller gives it. It says so if the line is no article of the order."""

    order_sku: Word | None = Field()


_Some = Field(min_length=1, max_length=MOST_MATCHES)


class LinesMatched(CaseFact):
    """The seller says which articles of the order the lines of a return are about (G2.1)."""

    lines: Annotated[tuple[LineMatch, ...], _Some]

    @property
    def words(self) -> Sentence | None:
        """The first lines with their articles."""
        said = tuple(
            Phrase(say("line-is", "{sku} is {article}", sku=line.sku, article=line.order_sku))
            if line.order_sku
            else Phrase(say("line-is-none", "{sku} is no article of the order", sku=line.sku))
            for line in self.lines
        )
        return say("lines-are", "{lines}", lines=said)


class MatchLines(Command):
    """Say which articles of the order the lines of a return are about (G2.1)."""

    command: Literal["match_lines"]
    lines: Annotated[tuple[NamedMatch, ...], _Some]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLine:
    """A line of a return with its article, if it has one. `name` is how its article number reads.

    `is_matched` is True if the seller has said what it is. A line that is matched and has no article counts no piece.
    """

    line: Line
    name: str
    article: Article | None
    is_matched: bool

    @property
    def claimed(self) -> int:
        """The claim in minor units, or 0 if nobody says an amount."""
        return self.line.amount.minor if self.line.amount else 0

    @property
    def is_unclear(self) -> bool:
        """True if nobody knows which article of the order it is."""
        return self.article is None and not self.is_matched


def articles(order: OrderRecord) -> Mapping[str, Article]:
    """Return the articles of an order, each by how its number reads."""
    return articles_of(order.lines)


def read_lines(case: Case, of_order: Mapping[str, Article]) -> Iterator[ReadLine]:
    """Yield the lines of a return with their articles: by the seller's word, else by their spelling."""
    matches = {read(match.sku): match.order_sku for match in case.matched}
    for line in case.priced_lines:
        name = read(line.sku)
        matched = matches.get(name)
        article = of_order.get(read(matched)) if matched is not None else None
        is_matched = article is not None or (name in matches and matched is None)
        own = None if is_matched else of_order.get(name)
        yield ReadLine(line=line, name=name, article=article or own, is_matched=is_matched)


@applies_to(LinesMatched)
def match(case: Case, event: Event[LinesMatched]) -> Case:
    """Keep the seller's word on each article. A later word replaces an earlier one."""
    said = {read(match.sku): match for match in case.matched}
    said |= {read(line.sku): Match(sku=line.sku, order_sku=line.order_sku) for line in event.fact.lines}
    return replace(case, matched=tuple(said.values()))


def match_lines(situation: Situation, command: MatchLines) -> Happening:
    """Match lines with articles of the order.

    Refuses if a line is not of this return, if it is another article of the order by its own number, if the named
    article is not of the order, if an article gets two matches, or if nothing changes.
    """
    wanted = {read(line.sku): line for line in command.lines}
    refuse_unless(
        len(wanted) == len(command.lines), "G2.1", say("one-article-a-line", "a line is matched with one article")
    )
    of_order = articles(situation.order)
    of_case = {read(line.sku) for line in situation.case.lines}
    for name, line in wanted.items():
        refuse_unless(name in of_case, "G2.1", say("foreign-line", "{sku} is no article of this return", sku=line.sku))
        _refuse_foreign(name, line, of_order)
    before = {read(match.sku): _named(match.order_sku) for match in situation.case.matched}
    before |= {name: name for name in of_order}
    changes = {name: _named(line.order_sku) for name, line in wanted.items()}.items() - before.items()
    refuse_unless(bool(changes), "G2.1", say("matched-already", "these lines are matched so already"))
    fact = LinesMatched(return_id=situation.return_id, lines=command.lines)
    return situation.happening(EventType.LINES_MATCHED, fact)


def _refuse_foreign(name: str, line: LineMatch, of_order: Mapping[str, Article]) -> None:
    named = _named(line.order_sku)
    refuse_unless(
        named is None or named in of_order,
        "G2.1",
        say("foreign-article", "{sku} is no article of the order", sku=str(line.order_sku)),
    )
    is_own = name in of_order and named != name
    refuse_unless(
        not is_own, "G2.1", say("own-article", "{sku} is an article of the order by its own number", sku=line.sku)
    )


def unclear_lines(case: Case, order: OrderRecord) -> tuple[str, ...]:
    """Return the article numbers of a return that the order does not have and the seller has not matched."""
    if not order.known:
        return ()
    return tuple(read.line.sku for read in read_lines(case, articles(order)) if read.is_unclear)


def _named(order_sku: str | None) -> str | None:
    return None if order_sku is None else read(order_sku)


def _nothing_to_match(situation: Situation) -> Sentence | None:
    of_order = articles(situation.order)
    if not of_order:
        return say("order-not-known", "the order is not known: there is nothing to match with")
    foreign = any(read(line.sku) not in of_order for line in situation.case.lines)
    return None if foreign else say("all-articles", "every line is an article of the order as it is written")


def _unclear(situation: Situation) -> Sentence | None:
    unclear = unclear_lines(situation.case, situation.order)
    if not unclear:
        return None
    return say(
        "articles-unclear",
        "no article of the order is written as {articles}: say which it is, or that it is none",
        articles=unclear,
    )


ARTICLES_KNOWN = Guard(
    "G2.1", "articles-known", "each line is an article of the order, or the seller says that it is none", _unclear
)
TO_MATCH = Guard(
    "G2.1", "lines-to-match", "a line of the return is no article of the order as it is written", _nothing_to_match
)
