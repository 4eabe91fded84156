"""The report on returns: how many, of how much, for how much, by what they have in common (G3.1)."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from chalicelib.advice.case_record import CaseRecord, Sum
from chalicelib.values.every import for_every
from chalicelib.values.reading import as_read

MOST_ROWS: Final = 500  # of a report; the rare articles after them are one row


class By(StrEnum):
    """The property by which returns are counted."""

    REASON = "reason"
    SKU = "sku"
    CARRIER = "carrier"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Row:
    """Returns with something in common.

    `key` None: not known (no carrier, no outcome yet, no room for the article). `others` is the number of rare keys
    that one row sums up, and its cases count once for each of them.
    """

    key: str | None
    cases: int
    quantity: int
    refunded: tuple[Sum, ...]
    others: int | None = None


@dataclass(frozen=True, slots=True)
class _Share:
    """The part that one return adds to one row.

    `refunded` in minor units.
    """

    key: str | None
    quantity: int
    refunded: int


class _Part(NamedTuple):
    """Pieces of one article in a return, or of no article that is known. `worth` in minor units."""

    sku: str | None
    quantity: int
    worth: int


@dataclass(slots=True)
class _Count:
    cases: int = 0
    quantity: int = 0
    refunded: Counter[str] = field(default_factory=Counter)
    spellings: set[str | None] = field(default_factory=set)

    def shown(self) -> Row:
        key = min((spelling for spelling in self.spellings if spelling is not None), default=None)
        return Row(key, self.cases, self.quantity, _added_up(self.refunded))


def report(records: Iterable[CaseRecord], by: By) -> tuple[Row, ...]:
    """Count returns, the most frequent first.

    A return of several articles counts with each of them. What reads alike is one row, under the first of its
    spellings by the alphabet.
    """
    counts: dict[str | None, _Count] = {}
    for record in records:
        for share in _SHARES[by](record):
            row = counts.setdefault(None if share.key is None else as_read(share.key), _Count())
            row.spellings.add(share.key)
            row.cases += 1
            row.quantity += share.quantity
            if record.settled is not None and share.refunded:
                row.refunded[record.settled.currency] += share.refunded
    rows = sorted(
        (row.shown() for row in counts.values()), key=lambda row: (-row.cases, row.key is None, row.key or "")
    )
    return (*rows[:MOST_ROWS], *_summed_up(rows[MOST_ROWS:]))


def _summed_up(rare: list[Row]) -> Iterator[Row]:
    """Sum up the rare rows in one row."""
    if rare:
        refunded = Counter[str]()
        for each in (sum_ for row in rare for sum_ in row.refunded):
            refunded[each.currency] += each.minor
        cases, quantity = sum(row.cases for row in rare), sum(row.quantity for row in rare)
        yield Row(None, cases, quantity, _added_up(refunded), others=len(rare))


def _added_up(refunded: Mapping[str, int]) -> tuple[Sum, ...]:
    return tuple(Sum(minor=minor, currency=currency) for currency, minor in sorted(refunded.items()))


def _whole(key: Callable[[CaseRecord], str | None]) -> Callable[[CaseRecord], Iterator[_Share]]:
    def shares(record: CaseRecord) -> Iterator[_Share]:
        yield _Share(key(record), record.quantity, _settled(record))

    return shares


def _by_article(record: CaseRecord) -> Iterator[_Share]:
    """Share the refund out by what the articles are worth, to the last cent."""
    parts = [_Part(goods.sku, goods.quantity, goods.worth or 0) for goods in record.goods]
    rest = _unlisted(record, parts)
    if rest.quantity > 0 or not parts:
        parts.append(rest)
    refunds = _shared_out(_settled(record), [part.worth for part in parts])
    for part, refunded in zip(parts, refunds, strict=True):
        yield _Share(part.sku, part.quantity, refunded)


def _unlisted(record: CaseRecord, parts: Iterable[_Part]) -> _Part:
    """Return the pieces of a return that the list of its articles lacks, with what is claimed for them."""
    quantity = record.quantity - sum(part.quantity for part in parts)
    claimed = record.claim.minor if record.claim else 0
    return _Part(None, quantity, max(0, claimed - sum(part.worth for part in parts)))


def _shared_out(whole: int, weights: list[int]) -> list[int]:
    """Share a sum out by weight.

    What rounding leaves goes to the first, so that the shares add up to the sum.
    """
    total = sum(weights)
    shares = [whole * weight // total for weight in weights] if total else [0] * len(weights)
    shares[0] += whole - sum(shares)
    return shares


def _settled(record: CaseRecord) -> int:
    return record.settled.minor if record.settled else 0


_SHARES: Final[Mapping[By, Callable[[CaseRecord], Iterator[_Share]]]] = for_every(
    By,
    {
        By.REASON: _whole(lambda record: record.reason),
        By.SKU: _by_article,
        By.CARRIER: _whole(lambda record: record.carrier),
        By.OUTCOME: _whole(lambda record: record.outcome),
    },
)
