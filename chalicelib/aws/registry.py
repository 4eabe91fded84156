"""The registry: the list of all connections, which are marketplace accounts of merchants."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from botocore.client import BaseClient

from chalicelib.aws import keys
from chalicelib.aws.failures import StoreUnavailable, named_failures
from chalicelib.aws.freshness import Kept
from chalicelib.aws.packing import text
from chalicelib.logbook import Logbook
from chalicelib.values.identifiers import is_identifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One marketplace account of one merchant.

    If it has no filing URL, a person files its requests.
    """

    name: str
    merchant: str
    marketplace: str
    dialect: str
    filing_url: str | None


class ConnectionRegistry:
    """All connections, read from one row once a minute, so that an unknown name needs no call."""

    def __init__(self, client: BaseClient, table: str, *, clock: Callable[[], datetime], logbook: Logbook) -> None:
        self._client = client
        self._table = table
        self._kept = Kept(self._fetch, clock=clock, logbook=logbook)

    def find(self, name: str) -> Connection | None:
        """Find the connection with that name.

        Returns None if the name is not listed.
        """
        return self._kept.get().get(name)

    def all(self) -> tuple[Connection, ...]:
        """Return every connection."""
        return tuple(self._kept.get().values())

    def _fetch(self) -> Mapping[str, Connection]:
        with named_failures():
            item = self._client.get_item(TableName=self._table, Key=keys.registry_key()).get("Item")
        if item is None:
            raise StoreUnavailable("RegistryMissing", needs_person=True)
        try:
            listed = json.loads(text(item, "connections"))
            return {name: _connection(name, entry) for name, entry in listed.items()}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StoreUnavailable("RegistryUnreadable", needs_person=True) from error


def _connection(name: str, entry: Mapping[str, object]) -> Connection:
    fields = {field: str(entry[field]) for field in ("merchant", "marketplace", "dialect")}
    if not all(map(is_identifier, (name, *fields.values()))):
        raise ValueError("names of connections, merchants and marketplaces are identifiers")
    filing_url = entry.get("filing_url")
    if not isinstance(filing_url, str | None):
        raise TypeError("a filing URL is a text, or null where a person files")
    return Connection(name=name, **fields, filing_url=filing_url)
