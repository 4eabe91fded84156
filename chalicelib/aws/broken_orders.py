"""Broken orders: those that our code could not project, set aside under their own keys until it can."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from chalicelib.aws import keys
from chalicelib.aws.client import AwsClient
from chalicelib.aws.failures import named_failures
from chalicelib.aws.keys import Key
from chalicelib.aws.packing import text, texts
from chalicelib.aws.paging import every_page
from chalicelib.aws.put_once import put_once
from chalicelib.values.identifiers import OrderKey
from chalicelib.values.instants import format_instant

_PARTITION: Final = "BROKEN"


class BrokenOrders:
    """A row for each broken order, in one partition."""

    def __init__(self, client: AwsClient, table: str) -> None:
        self._client = client
        self._table = table

    def add(self, order: OrderKey, *, error: str, at: datetime) -> bool:
        """Set an order aside. Returns False if it was set aside before."""
        row = _key(order) | texts(error=error, at=format_instant(at))
        return put_once(self._client, self._table, row) is None

    def all(self) -> Iterator[OrderKey]:
        """Yield every broken order."""
        request: dict[str, object] = {
            "TableName": self._table,
            "ConsistentRead": True,
            "KeyConditionExpression": "PK = :broken",
            "ExpressionAttributeValues": texts(**{":broken": _PARTITION}),
        }
        for page in every_page(self._client, "query", request):
            yield from (keys.read_order_partition(text(item, "SK")) for item in page)

    def remove(self, order: OrderKey) -> None:
        """Forget an order that is not broken any more."""
        with named_failures():
            self._client.delete_item(TableName=self._table, Key=_key(order))


def _key(order: OrderKey) -> Key:
    return keys.key(_PARTITION, keys.order_partition(order))
