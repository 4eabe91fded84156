"""The walk over all orders is a scan that keeps one order in memory and can be continued.

The rows of an order lie together in a scan. So the walk sees without another call which orders are closed and
unchanged: every case row is closed and has counted as many rows as the log has.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from chalicelib.aws import keys
from chalicelib.aws.client import AwsClient
from chalicelib.aws.failures import named_failures
from chalicelib.aws.keys import Item, Key
from chalicelib.aws.packing import instant, instant_or_none, text, text_or_none, texts
from chalicelib.aws.paging import every_page
from chalicelib.values.identifiers import OrderKey
from chalicelib.values.instants import format_instant
from chalicelib.values.vocabulary import Status

_QUIET: Final = timedelta(days=2)  # by then an upload that was granted before the end has come, or never comes
_RETURN: Final = "return."
_FIRST_EDITION: Final = "summary"  # such a row is written anew


@dataclass(frozen=True, slots=True)
class Walked:
    """An order on the walk. `settled` if it is closed and unchanged, `last` is the key of its last row."""

    order: OrderKey
    settled: bool
    last: Key


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a walk in the table. `last` is None at the beginning, and `since` is when the walk began."""

    last: Key | None
    since: datetime


class OrderWalk:
    """Walks through the table, or one segment of it."""

    def __init__(self, client: AwsClient, table: str) -> None:
        self._client = client
        self._table = table

    def orders(self, *, segment: int, segments: int, after: Key | None, now: datetime) -> Iterator[Walked]:
        """Yield every order after a key."""
        request: dict[str, object] = {
            "TableName": self._table,
            "Segment": segment,
            "TotalSegments": segments,
            "ProjectionExpression": "PK, SK, #type, case_status, seen, received_at, summary",
            "FilterExpression": "begins_with(PK, :order)",
            "ExpressionAttributeNames": {"#type": "type"},
            "ExpressionAttributeValues": texts(**{":order": keys.ORDER}),
        }
        start = {} if after is None else {"ExclusiveStartKey": after}
        items = (item for page in every_page(self._client, "scan", request | start) for item in page)
        for partition, rows in groupby(items, key=lambda item: text(item, "PK")):
            yield _walked(partition, list(rows), now)

    def place(self, *, segment: int, segments: int, now: datetime) -> Place:
        """Read the place at which the walk goes on."""
        with named_failures():
            item = self._client.get_item(
                TableName=self._table, Key=_place_key(segment, segments), ConsistentRead=True
            ).get("Item", {})
        if "last_pk" not in item:
            return Place(None, now)
        return Place(keys.key(text(item, "last_pk"), text(item, "last_sk")), instant(item, "since"))

    def keep(self, place: Place, *, segment: int, segments: int) -> None:
        """Keep the place at which the walk goes on."""
        last = {} if place.last is None else {"last_pk": place.last["PK"], "last_sk": place.last["SK"]}
        item = _place_key(segment, segments) | last | texts(since=format_instant(place.since))
        with named_failures():
            self._client.put_item(TableName=self._table, Item=item)


def _place_key(segment: int, segments: int) -> Key:
    return keys.key("WALK", f"{segment}#{segments}")


def _walked(partition: str, rows: list[Item], now: datetime) -> Walked:
    last = keys.key(partition, text(rows[-1], "SK"))
    return Walked(keys.read_order_partition(partition), _is_settled(rows, now), last)


def _is_settled(rows: list[Item], now: datetime) -> bool:
    """Tell that nothing can be amiss: no return was ever told of, or all is closed, counted and quiet."""
    cases = [row for row in rows if text(row, "SK").startswith(keys.CASE)]
    logged = [row for row in rows if not text(row, "SK").startswith(keys.CASE)]
    if not cases:
        return not any(map(_is_about_return, logged))
    return now - _newest(logged, now) > _QUIET and all(_is_done(row, len(logged)) for row in cases)


def _is_about_return(row: Item) -> bool:
    return (text_or_none(row, "type") or "").startswith(_RETURN)


def _newest(logged: list[Item], now: datetime) -> datetime:
    return max((at for row in logged if (at := instant_or_none(row, "received_at"))), default=now)


def _is_done(case: Item, rows: int) -> bool:
    counted = case.get("seen", {}).get("N") == str(rows)
    return counted and text_or_none(case, "case_status") == Status.CLOSED and _FIRST_EDITION not in case
