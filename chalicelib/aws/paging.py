"""Queries and scans that read all their pages."""

from collections.abc import Iterator

from chalicelib.aws.client import AwsClient
from chalicelib.aws.failures import named_failures
from chalicelib.aws.keys import Item


def every_page(client: AwsClient, operation: str, request: dict[str, object]) -> Iterator[list[Item]]:
    """Yield the rows of each page of a Query or Scan."""
    start: dict[str, object] = {}
    while True:
        with named_failures():
            page = getattr(client, operation)(**(request | start))
        yield page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
