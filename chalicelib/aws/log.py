"""The order log: everything that happens to an order is a row of its partition, and no row ever changes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Final

from chalicelib.aws import keys
from chalicelib.aws.case_items import CaseRow, read_case_rows
from chalicelib.aws.client import AwsClient
from chalicelib.aws.effect_rows import EffectRow, read_effect_row
from chalicelib.aws.failures import named_failures
from chalicelib.aws.keys import Item
from chalicelib.aws.order_budget import OrderFull, OrderSize, never_full
from chalicelib.aws.packing import (
    binary,
    instant,
    pack,
    pack_headers,
    text,
    text_or_none,
    texts,
    unpack,
    unpack_headers,
)
from chalicelib.aws.paging import every_page
from chalicelib.aws.put_once import put_once
from chalicelib.values.identifiers import OrderKey
from chalicelib.values.instants import format_instant


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One row of a log: the body as it arrived, and the fields that were read from it then.

    `id` is the sort key without `EVENT#`. `headers` are those that the dialect reads. `person` is who of ours did it,
    if the key says so. `sha256` is the hash of the delivered body, and stays if the body is erased.
    """

    id: str
    dialect: str
    body: bytes
    received_at: datetime
    occurred_at: datetime
    type: str
    by: str
    headers: Mapping[str, str] = field(default_factory=dict, hash=False)
    idempotency_key: str | None = None
    request_sha256: str | None = None
    erased: bool = False
    person: str | None = None
    sha256: bytes = field(default=b"", repr=False)

    def __post_init__(self) -> None:
        if not self.sha256:
            object.__setattr__(self, "sha256", sha256(self.body).digest())

    @property
    def event_id(self) -> str:
        """The public id of the row, for answers and the timeline."""
        return keys.event_id(self.id)


_UNCOUNTED: Final = OrderSize()


@dataclass(frozen=True, slots=True)
class OrderRows:
    """All rows of one order, and the size of those that are its log.

    Their sequence means nothing.
    """

    events: tuple[EventRow, ...]
    effects: tuple[EffectRow, ...]
    cases: tuple[CaseRow, ...]
    size: OrderSize = _UNCOUNTED


class OrderLog:
    """The logs of all orders, in one table."""

    def __init__(
        self,
        client: AwsClient,
        table: str,
        *,
        is_full: Callable[[OrderKey], bool] = never_full,
        look: AwsClient | None = None,
    ) -> None:
        self._client = client
        self._table = table
        self._is_full = is_full
        self._look = look

    def append(self, order: OrderKey, row: EventRow) -> EventRow | None:
        """Write a row unless its id is used.

        Returns None if it was written now, otherwise the earlier row. It needs one AWS call. StoreUnavailable if the
        row may or may not be written. A log with a client to look says what is known (`put_once`). OrderFull if the
        order is marked as full.
        """
        self.require_room(order)
        earlier = put_once(self._client, self._table, write_event_row(order, row), look=self._look)
        return None if earlier is None else _read_event_row(earlier)

    def require_room(self, order: OrderKey) -> None:
        """Raise OrderFull if the order is marked as full."""
        if self._is_full(order):
            raise OrderFull(order)

    def find(self, order: OrderKey, row_id: str) -> EventRow | None:
        """Read one row as it is now.

        Returns None if there is no row with that id.
        """
        with named_failures():
            item = self._client.get_item(
                TableName=self._table, Key=keys.event_key(order, row_id), ConsistentRead=True
            ).get("Item")
        return None if item is None else _read_event_row(item)

    def read(self, order: OrderKey) -> OrderRows:
        """Read all rows of an order as they are now, with one consistent Query within its budget.

        Raises OrderFull if the log is larger than the budget, before it needs more memory.
        """
        request: dict[str, object] = {
            "TableName": self._table,
            "ConsistentRead": True,
            "KeyConditionExpression": "PK = :order",
            "ExpressionAttributeValues": {":order": {"S": keys.order_partition(order)}},
        }
        events, effects, cases, size = list[EventRow](), list[EffectRow](), list[CaseRow](), OrderSize()
        for page in every_page(self._client, "query", request):
            for item in page:
                if text(item, "SK").startswith(keys.EVENT):
                    events.append(_read_event_row(item))
                    size = size.plus(len(events[-1].body))
                elif text(item, "SK").startswith(keys.EFFECT):
                    effects.append(read_effect_row(item))
                    size = size.plus(len(effects[-1].message))
                if size.is_over:
                    raise OrderFull(order)
            cases += read_case_rows(item for item in page if text(item, "SK").startswith(keys.CASE))
        return OrderRows(tuple(events), tuple(effects), tuple(cases), size)

    def orders(self, *, segment: int = 0, segments: int = 1) -> Iterator[OrderKey]:
        """Yield every order of one segment of the table, once or more.

        It is a Scan for the reconciler.
        """
        request: dict[str, object] = {
            "TableName": self._table,
            "Segment": segment,
            "TotalSegments": segments,
            "ProjectionExpression": "PK",
            "FilterExpression": "begins_with(PK, :order) AND begins_with(SK, :event)",
            "ExpressionAttributeValues": {":order": {"S": keys.ORDER}, ":event": {"S": keys.EVENT}},
        }
        for page in every_page(self._client, "scan", request):
            partitions = dict.fromkeys(text(item, "PK") for item in page)
            yield from map(keys.read_order_partition, partitions)


def write_event_row(order: OrderKey, row: EventRow) -> Item:
    """Write a row of a log as an item of the table."""
    return {
        **keys.event_key(order, row.id),
        **texts(
            dialect=row.dialect,
            type=row.type,
            by=row.by,
            received_at=format_instant(row.received_at),
            occurred_at=format_instant(row.occurred_at),
            idempotency_key=row.idempotency_key,
            request_sha256=row.request_sha256,
            person=row.person,
        ),
        "sha256": {"B": row.sha256},
        **pack_headers(row.headers),
        **pack(row.body),
    }


def _read_event_row(item: Item) -> EventRow:
    return EventRow(
        id=text(item, "SK").removeprefix(keys.EVENT),
        dialect=text(item, "dialect"),
        body=unpack(item),
        received_at=instant(item, "received_at"),
        occurred_at=instant(item, "occurred_at"),
        type=text(item, "type"),
        by=text(item, "by"),
        headers=unpack_headers(item),
        idempotency_key=text_or_none(item, "idempotency_key"),
        request_sha256=text_or_none(item, "request_sha256"),
        erased="erased_at" in item,
        person=text_or_none(item, "person"),
        sha256=binary(item, "sha256"),
    )
