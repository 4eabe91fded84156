"""The quarantine: authentic deliveries that were not understood, stored whole for a replay.

A delivery about no order is stored beside it, so that it hides nothing that a person has to see.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from botocore.client import BaseClient

from chalicelib.aws import quarantine_keys
from chalicelib.aws.keys import Item, Key
from chalicelib.aws.packing import instant, pack, pack_headers, text, texts, unpack, unpack_headers
from chalicelib.aws.paging import every_page
from chalicelib.aws.put_once import put_once
from chalicelib.values.instants import format_instant


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineRow:
    """One delivery as it arrived.

    `reason` names fields and rules, never values. `headers` are those that the dialect reads.
    """

    connection: str
    delivery_id: str
    dialect: str
    body: bytes
    received_at: datetime
    reason: str
    headers: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def event_id(self) -> str:
        """The public id of the delivery."""
        return quarantine_keys.quarantine_event_id(self.connection, self.delivery_id, sha256(self.body).hexdigest())


class Quarantine:
    """The quarantine of all connections, in one table."""

    def __init__(self, client: BaseClient, table: str) -> None:
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
        """Yield all quarantined deliveries of a connection, for a replay."""
        for partition in quarantine_keys.quarantine_partitions(connection):
            request: dict[str, object] = {
                "TableName": self._table,
                "ConsistentRead": True,
                "KeyConditionExpression": "PK = :partition",
                "ExpressionAttributeValues": {":partition": {"S": partition}},
            }
            for page in every_page(self._client, "query", request):
                yield from map(_read, page)


def _item(row: QuarantineRow, key: Callable[[str, str, str], Key]) -> Item:
    return {
        **key(row.connection, row.delivery_id, sha256(row.body).hexdigest()),
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
    )
