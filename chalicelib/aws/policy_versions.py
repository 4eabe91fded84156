"""The merchants' own policies: numbered versions that never change, read at most once a minute.

A version is in force 60 seconds after it was put. By then every process has read it, so that all processes use the same
version for a case (docs/policies.md).
"""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from chalicelib.aws import keys
from chalicelib.aws.client import AwsClient
from chalicelib.aws.keys import Item
from chalicelib.aws.packing import instant, pack, text, texts, unpack
from chalicelib.aws.paging import every_page
from chalicelib.aws.put_once import put_once
from chalicelib.domain.policy import Policy, PolicyBook, PolicyVersion
from chalicelib.policies import policy_book
from chalicelib.values.instants import format_instant

MOST_VERSIONS = 300  # of one merchant, because every fold of a case reads them all
UNTIL_IN_FORCE = timedelta(seconds=60)
_FRESH = timedelta(seconds=30)


class TooManyVersions(Exception):
    """A merchant has as many versions as one can have."""


class PolicyVersions:
    """The policies of all merchants, in one table."""

    def __init__(
        self, client: AwsClient, table: str, *, clock: Callable[[], datetime], look: AwsClient | None = None
    ) -> None:
        self._client = client
        self._table = table
        self._look = look
        self._clock = clock
        self._read: dict[str, tuple[datetime, PolicyBook]] = {}
        self._guard = threading.Lock()

    def book(self, merchant: str) -> PolicyBook:
        """Return a merchant's versions and the shipped policies, at most half a minute old."""
        now = self._clock()
        with self._guard:
            read_at, book = self._read.get(merchant, (None, None))
            if book is None or read_at is None or not timedelta(0) <= now - read_at < _FRESH:
                book = policy_book(self.versions(merchant))
                self._read[merchant] = (now, book)
        return book

    def versions(self, merchant: str) -> tuple[PolicyVersion, ...]:
        """Read a merchant's own versions as they are now, oldest first."""
        request: dict[str, object] = {
            "TableName": self._table,
            "ConsistentRead": True,
            "KeyConditionExpression": "PK = :policy",
            "ExpressionAttributeValues": texts(**{":policy": keys.policy_partition(merchant)}),
        }
        return tuple(_read(item) for page in every_page(self._client, "query", request) for item in page)

    def put(self, merchant: str, policy: Policy) -> PolicyVersion | None:
        """Put a policy as the merchant's next version.

        Returns None if another request put one at the same time. Raises TooManyVersions at the end of the budget.
        NotStored or PerhapsStored as `put_once` says.
        """
        now, known = self._clock(), self.versions(merchant)
        if len(known) >= MOST_VERSIONS:
            raise TooManyVersions
        version = PolicyVersion(
            version=max((each.version for each in known), default=0) + 1,
            in_force_from=now + UNTIL_IN_FORCE,
            policy=policy,
        )
        earlier = put_once(self._client, self._table, _item(merchant, version), look=self._look)
        return version if earlier is None else None


def _item(merchant: str, version: PolicyVersion) -> Item:
    return {
        **keys.policy_key(merchant, version.version),
        **texts(in_force_from=format_instant(version.in_force_from)),
        **pack(version.policy.model_dump_json().encode()),
    }


def _read(item: Item) -> PolicyVersion:
    return PolicyVersion(
        version=keys.read_policy_sort(text(item, "SK")),
        in_force_from=instant(item, "in_force_from"),
        policy=Policy.model_validate_json(unpack(item)),
    )
