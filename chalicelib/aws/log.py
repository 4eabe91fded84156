"""The order log: everything that happens to an order is a row of its partition, and no row ever changes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from chalicelib.aws import keys
from chalicelib.aws.case_items import CaseRow, read_case_rows
from chalicelib.aws.client import AwsClient
from chalicelib.aws.damage import DAMAGE
from chalicelib.aws.effect_rows import EffectRow, read_effect_row
from chalicelib.aws.event_rows import EventRow, read_event_row, write_event_row
from chalicelib.aws.failures import named_failures
from chalicelib.aws.keys import Item
from chalicelib.aws.order_budget import OrderFull, OrderSize, never_full
from chalicelib.aws.packing import text
from chalicelib.aws.paging import every_page
from chalicelib.aws.put_once import put_once
from chalicelib.values.identifiers import OrderKey

_UNCOUNTED: Final = OrderSize()


@dataclass(frozen=True, slots=True)
class OrderRows:
    """All rows of one order, and the size of those that are its log.

    Their sequence means nothing. `damaged` are the sort keys of rows that cannot be read.
    """

    events: tuple[EventRow, ...]
    effects: tuple[EffectRow, ...]
    cases: tuple[CaseRow, ...]
    size: OrderSize = _UNCOUNTED
    damaged: tuple[str, ...] = ()


@dataclass(slots=True)
class _Gathering:
    """The log's rows that were read so far. A damaged row stops none of the others."""

    events: list[EventRow] = field(default_factory=list)
    effects: list[EffectRow] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    size: OrderSize = _UNCOUNTED

    def take(self, item: Item) -> None:
        """Read one more row, if it is of the log."""
        sort = text(item, "SK")
        if sort.startswith(keys.EVENT):
            self._take_event(sort, read_event_row(item))
        elif sort.startswith(keys.EFFECT):
            self._take_effect(sort, item)

    def _take_event(self, sort: str, row: EventRow) -> None:
        self.events.append(row)
        self.size = self.size.plus(len(row.body))
        if row.damaged:
            self.damaged.append(sort)

    def _take_effect(self, sort: str, item: Item) -> None:
        try:
            row = read_effect_row(item)
        except DAMAGE:
            self.damaged.append(sort)
            return
        self.effects.append(row)
        self.size = self.size.plus(len(row.message))


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
        return None if earlier is None else read_event_row(earlier)

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
        return None if item is None else read_event_row(item)

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
        gathering, cases = _Gathering(), list[CaseRow]()
        for page in every_page(self._client, "query", request):
            for item in page:
                gathering.take(item)
                if gathering.size.is_over:
                    raise OrderFull(order)
            cases += read_case_rows(item for item in page if text(item, "SK").startswith(keys.CASE))
        return OrderRows(
            tuple(gathering.events), tuple(gathering.effects), tuple(cases), gathering.size, tuple(gathering.damaged)
        )

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
