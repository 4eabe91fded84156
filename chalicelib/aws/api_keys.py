"""API keys: each bearer token belongs to one merchant and has one role."""

import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from chalicelib.aws import keys
from chalicelib.aws.client import AwsClient
from chalicelib.aws.failures import named_failures
from chalicelib.aws.keys import Item
from chalicelib.aws.operator_keys import listed_key
from chalicelib.aws.packing import binary, instant_or_none, text, text_or_none, texts
from chalicelib.aws.put_once import put_once
from chalicelib.values.instants import format_instant
from chalicelib.values.roles import Role

_TOKEN = re.compile(r"rk_([a-z0-9]{8,16})_([A-Za-z0-9-]{32,128})")
_NOBODYS_HASH = bytes(32)


ROLES_OF_KEYS = (Role.SELLER, Role.DESK, Role.OPERATOR)


@dataclass(frozen=True, slots=True)
class Person:
    """The person who uses a key: the name, and the language and time zone that pages use."""

    name: str
    language: str | None = None
    time_zone: str | None = None


@dataclass(frozen=True, slots=True)
class Principal:
    """The owner of a key: a merchant and a role.

    `seal` is the secret that signs the owner's cursors and sessions. A camera has the id of its only case.
    """

    merchant: str
    role: Role
    seal: bytes = field(default=b"", repr=False, compare=False)
    person: Person | None = field(default=None, compare=False)
    key_id: str = field(default="", compare=False)
    key_expires_at: datetime | None = field(default=None, compare=False)
    case_id: str | None = None


class ApiKeys:
    """The API keys of all merchants, in one table.

    Only the hash of a secret is stored.
    """

    def __init__(self, client: AwsClient, table: str, *, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._table = table
        self._clock = clock

    def principal(self, token: str) -> Principal | None:
        """Find the owner of a token.

        Returns None if it is malformed, unknown, wrong, expired or revoked.
        """
        parts = _TOKEN.fullmatch(token)
        if parts is None:
            return None
        owner = self.owner(parts[1])
        genuine = hmac.compare_digest(_NOBODYS_HASH if owner is None else owner.seal, _hash(parts[2]))
        return owner if genuine else None

    def owner(self, key_id: str) -> Principal | None:
        """Find the owner of the key with this id, without a proof of its secret.

        Returns None if it is unknown, expired or revoked.
        """
        item = self._find(key_id)
        if item is None or not self._in_force(item):
            return None
        return Principal(
            text(item, "merchant"),
            Role(text(item, "role")),
            binary(item, "sha256"),
            person=_person(item),
            key_id=key_id,
            key_expires_at=instant_or_none(item, "expires_at"),
        )

    def make(self, principal: Principal, *, expires_at: datetime | None = None, person: Person | None = None) -> str:
        """Make a key and return its token, which is not stored.

        The row that lists the key is written first, so that no key exists that the list does not show.
        """
        key_id, secret = secrets.token_hex(6), secrets.token_hex(24)
        item: Item = {
            **keys.api_key_key(key_id),
            **texts(
                merchant=principal.merchant,
                role=principal.role,
                made_at=format_instant(self._clock()),
                expires_at=format_instant(expires_at) if expires_at else None,
                person=person.name if person else None,
                language=person.language if person else None,
                time_zone=person.time_zone if person else None,
            ),
            "sha256": {"B": _hash(secret)},
        }
        put_once(self._client, self._table, listed_key(principal.merchant, key_id))
        put_once(self._client, self._table, item)
        return f"rk_{key_id}_{secret}"

    def revoke(self, key_id: str) -> None:
        """Revoke a key now, so that its next use is refused."""
        with named_failures():
            self._client.update_item(
                TableName=self._table,
                Key=keys.api_key_key(key_id),
                UpdateExpression="SET revoked_at = :now",
                ConditionExpression="attribute_exists(PK)",
                ExpressionAttributeValues={":now": {"S": format_instant(self._clock())}},
            )

    def _find(self, key_id: str) -> Item | None:
        with named_failures():
            item: Item | None = self._client.get_item(
                TableName=self._table, Key=keys.api_key_key(key_id), ConsistentRead=True
            ).get("Item")
        return item

    def _in_force(self, item: Item) -> bool:
        expires_at = instant_or_none(item, "expires_at")
        return "revoked_at" not in item and (expires_at is None or self._clock() < expires_at)


def _person(item: Item) -> Person | None:
    name = text_or_none(item, "person")
    if name is None:
        return None
    return Person(name=name, language=text_or_none(item, "language"), time_zone=text_or_none(item, "time_zone"))


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
