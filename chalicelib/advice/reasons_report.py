"""The report on returns: how many, of how much, for how much, by what they have in common (G3.1)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from chalicelib.advice.case_record import CaseRecord, Sum
from chalicelib.advice.tally import Row, Tally
from chalicelib.values.every import for_every

MOST_ROWS: Final = 500  # of a report; the rare articles after them are one row


class By(StrEnum):
    """The property by which returns are counted."""

    REASON = "reason"
    SKU = "sku"
    CARRIER = "carrier"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class ReasonsReport:
    """The rows of a report, the period that they count, and the instant of which they are.

    `truncated` is True if there are more cases than it counts, or had time for.
    """

    rows: tuple[Row, ...]
    start: datetime | None
    end: datetime | None
    as_of: datetime
    truncated: bool


class _Part(NamedTuple):
    """Pieces of one article in a return, or of no article that is known. `worth` in minor units."""

    sku: str | None
    quantity: int
    worth: int


def report(records: Iterable[CaseRecord], by: By) -> tuple[Row, ...]:
    """Count returns, the most frequent first.

    A return of several articles counts with each of them.
    """
    tally = Tally()
    for record in records:
        tally.add_all(shares(record, by))
    return tally.rows(MOST_ROWS)


def shares(record: CaseRecord, by: By) -> Iterator[Row]:
    """Yield a row for each key of one return."""
    return _SHARES[by](record)


def _whole(key: Callable[[CaseRecord], str | None]) -> Callable[[CaseRecord], Iterator[Row]]:
    def whole(record: CaseRecord) -> Iterator[Row]:
        yield _share(record, key(record), record.quantity, _settled(record))

    return whole


def _by_article(record: CaseRecord) -> Iterator[Row]:
    """Share the refund out by what the articles are worth, to the last cent."""
    parts = [_Part(goods.sku, goods.quantity, goods.worth or 0) for goods in record.goods]
    rest = _unlisted(record, parts)
    if rest.quantity > 0 or not parts:
        parts.append(rest)
    refunds = _shared_out(_settled(record), [part.worth for part in parts])
    for part, refunded in zip(parts, refunds, strict=True):
        yield _share(record, part.sku, part.quantity, refunded)


def _share(record: CaseRecord, key: str | None, quantity: int, refunded: int) -> Row:
    settled = record.settled
    sums = (Sum(minor=refunded, currency=settled.currency),) if settled and refunded else ()
    return Row(key, 1, quantity, sums)


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


_SHARES: Final[Mapping[By, Callable[[CaseRecord], Iterator[Row]]]] = for_every(
    By,
    {
        By.REASON: _whole(lambda record: record.reason),
        By.SKU: _by_article,
        By.CARRIER: _whole(lambda record: record.carrier),
        By.OUTCOME: _whole(lambda record: record.outcome),
    },
)
