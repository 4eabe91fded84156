"""The one way rows that must never change are written."""

import secrets

from botocore.client import BaseClient
from botocore.exceptions import ClientError

from chalicelib.aws.failures import CONDITION_FAILED, StoreUnavailable, error_code, named_failures
from chalicelib.aws.keys import Item

_ATTEMPT = "attempt"


def put_once(client: BaseClient, table: str, item: Item) -> Item | None:
    """Put a row unless its key is taken: None when it was written now, else the row that stands there.

    One AWS call. StoreUnavailable when it is not known to be written; then the caller's sender sends again.
    """
    marked = item | {_ATTEMPT: {"B": secrets.token_bytes(8)}}
    standing = _try_put(client, table, marked)
    # The SDK repeats a put whose response was lost, and meets its own row: that is a row written now.
    return None if standing is None or standing.get(_ATTEMPT) == marked[_ATTEMPT] else standing


def _try_put(client: BaseClient, table: str, item: Item) -> Item | None:
    with named_failures():
        try:
            client.put_item(
                TableName=table,
                Item=item,
                ConditionExpression="attribute_not_exists(PK)",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except ClientError as error:
            if error_code(error) != CONDITION_FAILED:
                raise
            return error.response.get("Item") or _look(client, table, item)
    return None


def _look(client: BaseClient, table: str, item: Item) -> Item:
    """Read the row that failed the condition: AWS may leave it out (number 66 of docs/reliability.md)."""
    key = {"PK": item["PK"], "SK": item["SK"]}
    found: Item | None = client.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item")
    if found is None:
        raise StoreUnavailable("RowVanished")
    return found
