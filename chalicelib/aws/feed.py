"""The feed: one small row for each delivery, without its body, by merchant and day of receipt.

It is for people who look, and nothing rests on it. The table deletes each row 30 days after its receipt (`delete_at`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import takewhile
from typing import Final

from chalicelib.aws import keys
from chalicelib.aws.client import AwsClient
from chalicelib.aws.failures import named_failures
from chalicelib.aws.keys import Item
from chalicelib.aws.packing import instant, text, text_or_none, texts
from chalicelib.aws.paging import every_page
from chalicelib.aws.put_many import put_many
from chalicelib.values.identifiers import OrderKey
from chalicelib.values.instants import format_instant

KEPT: Final = timedelta(days=30)
_QUERIES_A_PAGE: Final = 40  # one for each of 31 days, and some for days with more than 1 MB
_DAY: Final = len("2026-03-01")


class FeedVerdict(StrEnum):
    """The result of a delivery, as far as it was authentic."""

    ACCEPTED = "accepted"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """A delivery. `type` is None if it cannot be read, and `order` if the delivery was not understood."""

    event_id: str
    merchant: str
    connection: str
    type: str | None
    received_at: datetime
    verdict: FeedVerdict
    order: OrderKey | None = None
    case_id: str | None = None
    reason: str | None = None

    @property
    def position(self) -> str:
        """The position in the feed after it."""
        return f"{format_instant(self.received_at)}#{self.event_id}"


@dataclass(frozen=True, slots=True)
class FeedPage:
    """A page of the feed, the oldest first, and the position at which it goes on."""

    rows: tuple[FeedRow, ...]
    position: str


class Feed:
    """The feeds of all merchants, in one table."""

    def __init__(self, client: AwsClient, table: str) -> None:
        self._client = client
        self._table = table

    def write(self, rows: Sequence[FeedRow]) -> None:
        """Write rows, 25 with one call. A row that is there already is written again, with the same content.

        Raises StoreUnavailable if not all of them could be written.
        """
        by_position = {row.position: row for row in rows}
        put_many(self._client, self._table, [_item(row) for row in by_position.values()])

    def page(self, merchant: str, *, after: str, until: datetime, limit: int, wanted: Mapping[str, str]) -> FeedPage:
        """Read a page after a position, which may also be an instant. `wanted` names attributes and their values.

        A page can be short, if the days have very many rows that are not wanted.
        """
        rows: list[FeedRow] = []
        queries = 0
        for day in takewhile(lambda day: day <= _day(until), _days(after)):
            for items, last in self._pages(merchant, day, after, wanted, None if wanted else limit):
                rows += map(_read, items)
                queries += 1
                if len(rows) >= limit:
                    return FeedPage(tuple(rows[:limit]), rows[limit - 1].position)
                if queries >= _QUERIES_A_PAGE:
                    return FeedPage(tuple(rows), last or f"{day}~")
        return FeedPage(tuple(rows), rows[-1].position if rows else after)

    def find(self, merchant: str, event_id: str, *, until: datetime) -> FeedRow | None:
        """Find a delivery by its id, in the newest days first."""
        for days in range(KEPT.days + 1):
            request = self._request(merchant, _day(until - timedelta(days=days)), "", {"event_id": event_id})
            for page in every_page(self._client, "query", request | {"ScanIndexForward": False}):
                for item in page:
                    return _read(item)
        return None

    def _pages(
        self, merchant: str, day: str, after: str, wanted: Mapping[str, str], limit: int | None
    ) -> Iterator[tuple[list[Item], str | None]]:
        """Yield the rows of each page of a day, and the position after it if there is more."""
        request = self._request(merchant, day, after, wanted) | ({"Limit": limit} if limit else {})
        start: dict[str, object] = {}
        while True:
            with named_failures():
                page = self._client.query(**(request | start))
            following = page.get("LastEvaluatedKey")
            yield page["Items"], text(following, "SK") if following else None
            if following is None:
                return
            start = {"ExclusiveStartKey": following}

    def _request(self, merchant: str, day: str, after: str, wanted: Mapping[str, str]) -> dict[str, object]:
        names = {f"#{name}": name for name in wanted}
        values = {":feed": _partition(merchant, day), ":after": after or day}
        filtered = {"FilterExpression": " AND ".join(f"#{name} = :{name}" for name in wanted)} if wanted else {}
        return {
            "TableName": self._table,
            "KeyConditionExpression": "PK = :feed AND SK > :after",
            "ExpressionAttributeValues": texts(**values, **{f":{name}": value for name, value in wanted.items()}),
            **filtered,
            **({"ExpressionAttributeNames": names} if names else {}),
        }


def _partition(merchant: str, day: str) -> str:
    return f"FEED#{merchant}#{day}"


def _day(at: datetime) -> str:
    return format_instant(at)[:_DAY]


def _days(after: str) -> Iterator[str]:
    day = datetime.fromisoformat(after[:_DAY]).replace(tzinfo=UTC)
    while True:
        yield _day(day)
        day += timedelta(days=1)


def _item(row: FeedRow) -> Item:
    return {
        **keys.key(_partition(row.merchant, _day(row.received_at)), row.position),
        **texts(
            event_id=row.event_id,
            merchant=row.merchant,
            connection=row.connection,
            type=row.type,
            received_at=format_instant(row.received_at),
            verdict=row.verdict,
            order_pk=keys.order_partition(row.order) if row.order else None,
            case_id=row.case_id,
            reason=row.reason,
        ),
        "delete_at": {"N": str(int((row.received_at + KEPT).timestamp()))},
    }


def _read(item: Item) -> FeedRow:
    order = text_or_none(item, "order_pk")
    return FeedRow(
        event_id=text(item, "event_id"),
        merchant=text(item, "merchant"),
        connection=text(item, "connection"),
        type=text_or_none(item, "type"),
        received_at=instant(item, "received_at"),
        verdict=FeedVerdict(text(item, "verdict")),
        order=keys.read_order_partition(order) if order else None,
        case_id=text_or_none(item, "case_id"),
        reason=text_or_none(item, "reason"),
    )
