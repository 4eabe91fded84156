"""The only way to write rows that must never change."""

import secrets

from botocore.exceptions import ClientError

from chalicelib.aws.client import AwsClient
from chalicelib.aws.failures import (
    CONDITION_FAILED,
    NotStored,
    PerhapsStored,
    StoreUnavailable,
    error_code,
    named_failures,
)
from chalicelib.aws.keys import Item

_ATTEMPT = "attempt"


def put_once(client: AwsClient, table: str, item: Item, *, look: AwsClient | None = None) -> Item | None:
    """Put a row unless its key is used.

    Returns None if it was written now, otherwise the earlier row. It needs one AWS call. StoreUnavailable if the row
    may or may not be written. Then the sender sends again. With `look`, a client that does not wait long, a put without
    an answer is looked up once, and the error is NotStored or PerhapsStored (number 129 of docs/reliability.md).
    """
    marked = item | {_ATTEMPT: {"B": secrets.token_bytes(8)}}
    try:
        earlier = _try_put(client, table, marked)
    except StoreUnavailable as failure:
        if look is None:
            raise
        earlier = _look_up(look, table, marked, failure)
    # If a response is lost, the SDK repeats the put and finds its own row. That row was written now, too.
    return None if earlier is None or earlier.get(_ATTEMPT) == marked[_ATTEMPT] else earlier


def _look_up(client: AwsClient, table: str, item: Item, failure: StoreUnavailable) -> Item:
    """Find the row of a put that got no answer, whoever wrote it."""
    try:
        with named_failures():
            row = _find(client, table, item)
    except StoreUnavailable as blind:
        raise PerhapsStored(failure.code, needs_person=failure.needs_person or blind.needs_person) from failure
    if row is None:
        raise NotStored(failure.code, needs_person=failure.needs_person) from failure
    return row


def _try_put(client: AwsClient, table: str, item: Item) -> Item | None:
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


def _look(client: AwsClient, table: str, item: Item) -> Item:
    """Read the row that failed the condition, because AWS may leave it out (number 66 of docs/reliability.md)."""
    row = _find(client, table, item)
    if row is None:
        raise StoreUnavailable("RowVanished")
    return row


def _find(client: AwsClient, table: str, item: Item) -> Item | None:
    key = {"PK": item["PK"], "SK": item["SK"]}
    row: Item | None = client.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item")
    return row
