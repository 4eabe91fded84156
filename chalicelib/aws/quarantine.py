"""The quarantine: authentic deliveries that were not understood, stored whole for a replay.

A delivery about no order is stored beside it, so that it hides nothing that a person has to see. A row stays when its
delivery is replayed. It gets a mark and is not listed any more.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import accumulate

from chalicelib.aws import quarantine_keys
from chalicelib.aws.client import AwsClient
from chalicelib.aws.failures import named_failures
from chalicelib.aws.keys import Item, Key
from chalicelib.aws.packing import instant, pack, pack_headers, text, texts, unpack, unpack_headers
from chalicelib.aws.paging import every_page
from chalicelib.aws.put_once import put_once
from chalicelib.values.instants import format_instant

_QUERIES_A_PAGE = 100  # most partitions are empty, and the other limits end a page of the others earlier
_BODIES_A_PAGE = 384 * 1024  # bytes; with one more body and all of it escaped, an answer has less than 5 MB


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineRow:
    """One delivery as it arrived.

    `reason` names fields and rules, never values. `headers` are those that the dialect reads. `sha256` is the hash of
    the body, and stays if the body is erased.
    """

    connection: str
    delivery_id: str
    dialect: str
    body: bytes
    received_at: datetime
    reason: str
    headers: Mapping[str, str] = field(default_factory=dict, hash=False)
    sha256: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if not self.sha256:
            object.__setattr__(self, "sha256", sha256(self.body).hexdigest())

    @property
    def event_id(self) -> str:
        """The public id of the delivery."""
        return quarantine_keys.quarantine_event_id(self.connection, self.delivery_id, self.sha256)

    @property
    def key(self) -> Key:
        """The key of its row in the table."""
        return quarantine_keys.quarantine_key(self.connection, self.delivery_id, self.sha256)

    @property
    def position(self) -> str:
        """The position in a list after it."""
        return quarantine_keys.quarantine_position(text(self.key, "PK"), text(self.key, "SK"))


@dataclass(frozen=True, slots=True)
class QuarantinePage:
    """A page of deliveries that wait, and the position of the next page, or None at the end."""

    rows: tuple[QuarantineRow, ...]
    position: str | None


class Quarantine:
    """The quarantine of all connections, in one table."""

    def __init__(self, client: AwsClient, table: str) -> None:
        self._client = client
        self._table = table

    def put(self, row: QuarantineRow) -> QuarantineRow | None:
        """Store a delivery.

        Returns None if it was written now, otherwise the row of its first arrival.
        """
        earlier = put_once(self._client, self._table, _item(row, quarantine_keys.quarantine_key))
        return None if earlier is None else _read(earlier)

    def put_aside(self, row: QuarantineRow) -> QuarantineRow | None:
        """Store a delivery about no order, which nobody has to look at. Returns the same as `put`."""
        earlier = put_once(self._client, self._table, _item(row, quarantine_keys.no_order_key))
        return None if earlier is None else _read(earlier)

    def rows(self, connection: str) -> Iterator[QuarantineRow]:
        """Yield all deliveries of a connection that wait, for a replay."""
        for partition in quarantine_keys.quarantine_partitions(connection):
            for page in every_page(self._client, "query", self._request(partition)):
                yield from read_quarantine_rows(page)

    def find(self, connection: str, delivery_id: str, hash_start: str) -> QuarantineRow | None:
        """Find a delivery by its id and the beginning of its body's hash, replayed or not."""
        key = quarantine_keys.quarantine_key(connection, delivery_id, hash_start)
        with named_failures():
            response = self._client.query(
                TableName=self._table,
                ConsistentRead=True,
                KeyConditionExpression="PK = :partition AND begins_with(SK, :start)",
                ExpressionAttributeValues={":partition": key["PK"], ":start": key["SK"]},
            )
        return next(read_quarantine_rows(response["Items"]), None)

    def count(self, connection: str) -> int:
        """Count the deliveries of a connection that wait."""
        return sum(1 for _ in self.rows(connection))

    def page(self, connections: Iterable[str], *, limit: int, position: str | None) -> QuarantinePage:
        """List the deliveries of some connections that wait, by connection. A page can be short."""
        rows: list[QuarantineRow] = []
        partitions = _partitions(connections)
        for _ in range(_QUERIES_A_PAGE):
            start = quarantine_keys.quarantine_start(partitions, position)
            if start is None or len(rows) >= limit:
                break
            following, position = self._next_rows(start, limit - len(rows))
            rows += following
            if (count := _count_that_fill_a_page(rows)) is not None:
                return QuarantinePage(tuple(rows[:count]), rows[count - 1].position)
        ends = quarantine_keys.quarantine_start(partitions, position) is None
        return QuarantinePage(tuple(rows), None if ends else position)

    def mark_replayed(self, row: QuarantineRow, *, at: datetime) -> None:
        """Note that a delivery is in its order's log now, so that it does not wait any more."""
        with named_failures():
            self._client.update_item(
                TableName=self._table,
                Key=row.key,
                UpdateExpression="SET replayed_at = :at",
                ConditionExpression="attribute_exists(PK)",
                ExpressionAttributeValues={":at": {"S": format_instant(at)}},
            )

    def _next_rows(self, start: Key, limit: int) -> tuple[list[QuarantineRow], str]:
        """Read rows of one partition, and the position after them."""
        partition, after = text(start, "PK"), {"ExclusiveStartKey": start} if text(start, "SK") else {}
        with named_failures():
            response = self._client.query(**self._request(partition), **after, Limit=limit)
        last = response.get("LastEvaluatedKey")
        position = quarantine_keys.quarantine_position(partition, text(last, "SK") if last else None)
        return list(read_quarantine_rows(response["Items"])), position

    def _request(self, partition: str) -> dict[str, object]:
        return {
            "TableName": self._table,
            "ConsistentRead": True,
            "KeyConditionExpression": "PK = :partition",
            "FilterExpression": "attribute_not_exists(replayed_at)",
            "ExpressionAttributeValues": {":partition": {"S": partition}},
        }


def _partitions(connections: Iterable[str]) -> list[str]:
    return sorted(each for name in connections for each in quarantine_keys.quarantine_partitions(name))


def _count_that_fill_a_page(rows: Iterable[QuarantineRow]) -> int | None:
    """Count the first rows whose bodies fill a page. None if there is still room."""
    sizes = accumulate(len(row.body) for row in rows)
    return next((count for count, size in enumerate(sizes, start=1) if size > _BODIES_A_PAGE), None)


def read_quarantine_rows(items: Iterable[Item]) -> Iterator[QuarantineRow]:
    """Read rows. A damaged one is skipped, so that it does not stop the others."""
    for item in items:
        with suppress(KeyError, TypeError, ValueError):
            yield _read(item)


def _item(row: QuarantineRow, key: Callable[[str, str, str], Key]) -> Item:
    return {
        **key(row.connection, row.delivery_id, row.sha256),
        **texts(
            connection=row.connection,
            delivery_id=row.delivery_id,
            dialect=row.dialect,
            received_at=format_instant(row.received_at),
            reason=row.reason,
        ),
        **pack_headers(row.headers),
        **pack(row.body),
    }


def _read(item: Item) -> QuarantineRow:
    return QuarantineRow(
        connection=text(item, "connection"),
        delivery_id=text(item, "delivery_id"),
        dialect=text(item, "dialect"),
        body=unpack(item),
        received_at=instant(item, "received_at"),
        reason=text(item, "reason"),
        headers=unpack_headers(item),
        sha256=text(item, "SK").rpartition("#")[2],
    )
