"""Daily sums: how many returns of a day have a reason, an article, a carrier or an outcome in common.

One partition for each merchant. A walk over the merchant's case rows writes sums under its own instant, in parts, and
nothing is ever added to them. Readers see a walk only when it is published. The table deletes old walks (`delete_at`).
"""

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from chalicelib.advice.case_record import Sum
from chalicelib.advice.reasons_report import By
from chalicelib.advice.tally import Row, Tally
from chalicelib.aws import keys
from chalicelib.aws.client import AwsClient
from chalicelib.aws.failures import named_failures
from chalicelib.aws.keys import Item, Key
from chalicelib.aws.packing import binary, instant, instant_or_none, text, text_or_none, texts
from chalicelib.aws.paging import every_page
from chalicelib.aws.put_many import put_many
from chalicelib.values.instants import format_instant

KEPT: Final = timedelta(days=14)
MOST_KEYS: Final = 500  # of one day in one part; the rare ones after them are one row
LARGEST: Final = 300_000  # bytes of one item, which may have 400 KB
_DAY: Final = len("2026-03-01")
_PUBLISHED: Final = "PUBLISHED"
_END: Final = "~"  # it sorts after every day


class DamagedSums(Exception):
    """Raised if a stored row of sums cannot be read."""


@dataclass(frozen=True, slots=True)
class DaySums:
    """The counts of the returns that were opened on a day (UTC), by one property."""

    day: str
    by: By
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class SumsPlace:
    """The place in a round over all merchants, and in the walk over the case rows of one.

    `began` is when the walk over the merchant's rows began, or None if it is complete. `part` is the number of the
    next part, and `position` is the place in the merchant's list at which it begins.
    """

    round_began: datetime
    merchant: str = ""
    began: datetime | None = None
    part: int = 0
    position: str | None = None


class DailySums:
    """The daily sums of all merchants, and the place of the walk that makes them."""

    def __init__(self, client: AwsClient, table: str) -> None:
        self._client = client
        self._table = table

    def write(self, merchant: str, *, walk: datetime, part: int, days: Iterable[DaySums]) -> None:
        """Write a part of a walk. Written again, it replaces what it wrote before."""
        put_many(self._client, self._table, [_item(merchant, walk, part, each) for each in days])

    def publish(self, merchant: str, walk: datetime) -> None:
        """Let readers see a walk instead of the one before it."""
        self._put(_published_key(merchant) | texts(walk=format_instant(walk)) | _expiry(walk))

    def published(self, merchant: str) -> datetime | None:
        """Return when the walk began that readers see. None if there is none."""
        return instant_or_none(self._get(_published_key(merchant)), "walk")

    def pages(self, merchant: str, *, walk: datetime, by: By, first: str, last: str) -> Iterator[list[Row]]:
        """Yield the rows of a walk from the first day to the last, newest first, a page with each Query.

        A day without text is no bound.

        Raises DamagedSums if one of them cannot be read.
        """
        begin = f"{format_instant(walk)}#{by}#"
        request: dict[str, object] = {
            "TableName": self._table,
            "ScanIndexForward": False,
            "KeyConditionExpression": "PK = :sums AND SK BETWEEN :first AND :last",
            "ExpressionAttributeValues": texts(
                **{":sums": _partition(merchant), ":first": begin + first, ":last": begin + last + _END}
            ),
        }
        for page in every_page(self._client, "query", request):
            yield [row for item in page for row in _rows(item)]

    def place(self, now: datetime) -> SumsPlace:
        """Read the place at which the round goes on, or begin a round."""
        item = self._get(_PLACE)
        if "merchant" not in item:
            return SumsPlace(round_began=now)
        return SumsPlace(
            round_began=instant(item, "round_began"),
            merchant=text(item, "merchant"),
            began=instant_or_none(item, "began"),
            part=int(text(item, "part")),
            position=text_or_none(item, "position"),
        )

    def keep(self, place: SumsPlace) -> None:
        """Keep the place at which the round goes on."""
        began = None if place.began is None else format_instant(place.began)
        fields = {"merchant": place.merchant, "began": began, "part": str(place.part), "position": place.position}
        self._put(_PLACE | texts(round_began=format_instant(place.round_began), **fields))

    def end_round(self) -> None:
        """Let the next night begin a round."""
        self._put(_PLACE)

    def _get(self, key: Key) -> Item:
        with named_failures():
            row: Item = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item", {})
        return row

    def _put(self, item: Item) -> None:
        with named_failures():
            self._client.put_item(TableName=self._table, Item=item)


_PLACE: Final = keys.key("WALK", "SUMS")


def day_of(at: datetime) -> str:
    """Return the day of an instant in UTC, such as `2026-03-01`."""
    return format_instant(at)[:_DAY]


def _partition(merchant: str) -> str:
    return f"SUMS#{merchant}"


def _published_key(merchant: str) -> Key:
    return keys.key(_partition(merchant), _PUBLISHED)


def _expiry(walk: datetime) -> Item:
    return {"delete_at": {"N": str(int((walk + KEPT).timestamp()))}}


def _item(merchant: str, walk: datetime, part: int, day: DaySums) -> Item:
    sort = f"{format_instant(walk)}#{day.by}#{day.day}#{part:06d}"
    return keys.key(_partition(merchant), sort) | {"rows": {"B": _squeezed(day.tally)}} | _expiry(walk)


def _squeezed(tally: Tally) -> bytes:
    """Write the rows of a day, with fewer keys if they would not fit into an item."""
    most = MOST_KEYS
    while True:
        written = json.dumps([_written(row) for row in tally.rows(most)], ensure_ascii=False)
        squeezed = zlib.compress(written.encode())
        if len(squeezed) <= LARGEST or most == 0:
            return squeezed
        most //= 2


def _written(row: Row) -> list[object]:
    refunded = {each.currency: each.minor for each in row.refunded}
    return [row.key, row.cases, row.quantity, refunded, row.others]


def _rows(item: Item) -> Iterator[Row]:
    try:
        for key, cases, quantity, refunded, others in json.loads(zlib.decompress(binary(item, "rows"))):
            yield Row(key, cases, quantity, _sums(refunded), others)
    except (KeyError, TypeError, ValueError, zlib.error) as error:
        raise DamagedSums from error


def _sums(refunded: Mapping[str, int]) -> tuple[Sum, ...]:
    return tuple(Sum(minor=minor, currency=currency) for currency, minor in refunded.items())
