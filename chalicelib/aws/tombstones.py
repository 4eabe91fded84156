"""Tombstones: rows whose body was erased. The row stays with its key, its hashes and its dates, so nothing comes twice.

While an order is being erased, a row of its partition keeps the secret of its marks. So an erasure that was interrupted
goes on with the same marks. The secret is deleted at the end.
"""

import secrets
from collections.abc import Iterator
from datetime import datetime

from botocore.exceptions import ClientError

from chalicelib.aws import keys
from chalicelib.aws.client import AwsClient
from chalicelib.aws.failures import CONDITION_FAILED, error_code, named_failures
from chalicelib.aws.keys import Item, Key
from chalicelib.aws.operator_keys import erasure_key
from chalicelib.aws.packing import BODIES, binary, pack, texts
from chalicelib.aws.paging import every_page
from chalicelib.aws.quarantine import QuarantineRow, read_quarantine_rows
from chalicelib.aws.quarantine_keys import no_order_key, no_order_partitions, quarantine_key, quarantine_partitions
from chalicelib.values.identifiers import OrderKey
from chalicelib.values.instants import format_instant

_SECRET_BYTES = 32


class Tombstones:
    """The only writer that changes the body of a row, and then only to erase it."""

    def __init__(self, client: AwsClient, table: str) -> None:
        self._client = client
        self._table = table

    def begin(self, order: OrderKey, *, at: datetime) -> bytes:
        """Begin an erasure, or go on with one that was interrupted. Returns the secret of its marks."""
        with named_failures():
            item: Item = self._client.update_item(
                TableName=self._table,
                Key=erasure_key(order),
                UpdateExpression="SET secret = if_not_exists(secret, :new), began_at = if_not_exists(began_at, :at)",
                ExpressionAttributeValues={
                    ":new": {"B": secrets.token_bytes(_SECRET_BYTES)},
                    ":at": {"S": format_instant(at)},
                },
                ReturnValues="ALL_NEW",
            )["Attributes"]
        return binary(item, "secret")

    def finish(self, order: OrderKey, *, at: datetime) -> None:
        """Delete the secret of the marks, and note when the order was erased."""
        with named_failures():
            self._client.update_item(
                TableName=self._table,
                Key=erasure_key(order),
                UpdateExpression="SET erased_at = :at REMOVE secret, began_at",
                ExpressionAttributeValues={":at": {"S": format_instant(at)}},
            )

    def event(self, order: OrderKey, row_id: str, body: bytes, *, dialect: str, at: datetime) -> bool:
        """Erase the body of a row of the log. Its hash stays, so that its delivery is still known."""
        return self._replace(keys.event_key(order, row_id), body, at, dialect=dialect)

    def effect(self, order: OrderKey, effect_id: str, body: bytes, *, withdrawal: bool, at: datetime) -> bool:
        """Erase the bytes of a message that was sent."""
        return self._replace(keys.effect_key(order, effect_id, withdrawal=withdrawal), body, at)

    def quarantined(self, row: QuarantineRow, body: bytes, *, at: datetime) -> None:
        """Erase the body of a delivery in quarantine, or about no order. Its hash is in its key, and stays."""
        for key in (quarantine_key, no_order_key):
            self._replace(key(row.connection, row.delivery_id, row.sha256), body, at)

    def deliveries(self, connection: str) -> Iterator[QuarantineRow]:
        """Yield every delivery of a connection outside of the logs, replayed or not, that was not erased."""
        for partition in (*quarantine_partitions(connection), *no_order_partitions(connection)):
            request: dict[str, object] = {
                "TableName": self._table,
                "ConsistentRead": True,
                "KeyConditionExpression": "PK = :partition",
                "FilterExpression": "attribute_not_exists(erased_at)",
                "ExpressionAttributeValues": {":partition": {"S": partition}},
            }
            for page in every_page(self._client, "query", request):
                yield from read_quarantine_rows(page)

    def _replace(self, key: Key, body: bytes, at: datetime, **others: str) -> bool:
        """Replace the body of a row that exists and was not erased. Returns False otherwise."""
        update = _update(pack(body) | texts(erased_at=format_instant(at), **others))
        with named_failures():
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key=key,
                    ConditionExpression="attribute_exists(PK) AND attribute_not_exists(erased_at)",
                    **update,
                )
            except ClientError as error:
                if error_code(error) != CONDITION_FAILED:
                    raise
                return False
        return True


def _update(values: Item) -> dict[str, object]:
    """Write an update that sets some attributes. It removes the old body if that has the other name of a body."""
    assignments = ", ".join(f"#{name} = :{name}" for name in values)
    (other_body,) = set(BODIES) - values.keys()
    return {
        "UpdateExpression": f"SET {assignments} REMOVE #{other_body}",
        "ExpressionAttributeNames": {f"#{name}": name for name in (*values, other_body)},
        "ExpressionAttributeValues": {f":{name}": value for name, value in values.items()},
    }
