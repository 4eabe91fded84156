"""The list of a merchant's API keys, for operators."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.aws import keys
from chalicelib.aws.client import AwsClient
from chalicelib.aws.failures import named_failures
from chalicelib.aws.keys import Item
from chalicelib.aws.operator_keys import keys_partition, listed_key
from chalicelib.aws.packing import instant_or_none, text, text_or_none, texts
from chalicelib.aws.paging import every_page
from chalicelib.aws.put_once import put_once
from chalicelib.values.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedKey:
    """An API key without its secret."""

    id: str
    role: Role
    person: str | None
    language: str | None
    time_zone: str | None
    made_at: datetime | None
    expires_at: datetime | None
    revoked_at: datetime | None


class KeyList:
    """The API keys of each merchant."""

    def __init__(self, client: AwsClient, table: str) -> None:
        self._client = client
        self._table = table

    def of(self, merchant: str) -> Iterator[ListedKey]:
        """Yield a merchant's keys, also those that are revoked or have expired."""
        request: dict[str, object] = {
            "TableName": self._table,
            "ConsistentRead": True,
            "KeyConditionExpression": "PK = :merchant",
            "ExpressionAttributeValues": {":merchant": {"S": keys_partition(merchant)}},
        }
        for page in every_page(self._client, "query", request):
            yield from (row for item in page for row in self._read(text(item, "SK")))

    def add_unlisted(self, merchant: str) -> None:
        """List the keys that no list shows, because the first edition made them. It reads the whole table."""
        request: dict[str, object] = {
            "TableName": self._table,
            "ProjectionExpression": "PK",
            "FilterExpression": "begins_with(PK, :key) AND merchant = :merchant",
            "ExpressionAttributeValues": texts(**{":key": keys.API_KEY, ":merchant": merchant}),
        }
        for page in every_page(self._client, "scan", request):
            for item in page:
                key_id = text(item, "PK").removeprefix(keys.API_KEY)
                put_once(self._client, self._table, listed_key(merchant, key_id))

    def _read(self, key_id: str) -> Iterator[ListedKey]:
        """Yield the key, or nothing if a process ended after it listed the key and before it wrote it."""
        with named_failures():
            item: Item | None = self._client.get_item(
                TableName=self._table, Key=keys.api_key_key(key_id), ConsistentRead=True
            ).get("Item")
        if item is not None:
            yield ListedKey(
                id=key_id,
                role=Role(text(item, "role")),
                person=text_or_none(item, "person"),
                language=text_or_none(item, "language"),
                time_zone=text_or_none(item, "time_zone"),
                made_at=instant_or_none(item, "made_at"),
                expires_at=instant_or_none(item, "expires_at"),
                revoked_at=instant_or_none(item, "revoked_at"),
            )
