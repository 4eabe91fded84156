"""Writes of many rows that may be written again: 25 with one call."""

from collections.abc import Sequence
from typing import Final

from chalicelib.aws.client import AwsClient
from chalicelib.aws.failures import StoreUnavailable, named_failures
from chalicelib.aws.keys import Item

_ROWS_A_WRITE: Final = 25  # the most that BatchWriteItem takes


def put_many(client: AwsClient, table: str, items: Sequence[Item]) -> None:
    """Put rows, each key at most once.

    Raises StoreUnavailable if not all of them could be written.
    """
    for start in range(0, len(items), _ROWS_A_WRITE):
        requests = [{"PutRequest": {"Item": item}} for item in items[start : start + _ROWS_A_WRITE]]
        with named_failures():
            unwritten = client.batch_write_item(RequestItems={table: requests}).get("UnprocessedItems")
        if unwritten:
            raise StoreUnavailable("UnprocessedItems")
