"""The registry: all connections, which are marketplace accounts of merchants, and the orders that are full."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.aws import keys, registry_keys
from chalicelib.aws.client import AwsClient
from chalicelib.aws.failures import StoreUnavailable
from chalicelib.aws.freshness import Kept
from chalicelib.aws.keys import Item
from chalicelib.aws.packing import text, texts
from chalicelib.aws.paging import every_page
from chalicelib.aws.put_once import put_once
from chalicelib.logbook import Logbook
from chalicelib.values.identifiers import OrderKey, is_identifier
from chalicelib.values.instants import format_instant


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


@dataclass(frozen=True, slots=True)
class _Registry:
    """The registry as it was read. `connections` is None if nobody has listed any."""

    connections: Mapping[str, Connection] | None
    full: frozenset[OrderKey]


class ConnectionRegistry:
    """The registry's partition, read by one Query once a minute, so that an unknown name needs no call."""

    def __init__(self, client: AwsClient, table: str, *, clock: Callable[[], datetime], logbook: Logbook) -> None:
        self._client = client
        self._table = table
        self._clock = clock
        self._logbook = logbook
        self._kept = Kept(self._fetch, clock=clock, logbook=logbook)

    def find(self, name: str) -> Connection | None:
        """Find the connection with that name.

        Returns None if the name is not listed.
        """
        return self._connections().get(name)

    def all(self) -> tuple[Connection, ...]:
        """Return every connection."""
        return tuple(self._connections().values())

    def marketplaces(self, merchant: str) -> tuple[str, ...]:
        """Return the marketplaces on which a merchant has a connection."""
        return tuple(sorted({each.marketplace for each in self.all() if each.merchant == merchant}))

    def is_full(self, order: OrderKey) -> bool:
        """Tell if an order was marked as full, which a process learns within a minute."""
        return order in self._kept.get().full

    def mark_full(self, order: OrderKey, *, rows: int, size: int) -> bool:
        """Mark an order as full. Returns False if it was marked before."""
        marked = registry_keys.full_order_key(order) | texts(
            at=format_instant(self._clock()), rows=str(rows), bytes=str(size)
        )
        return put_once(self._client, self._table, marked) is None

    def _connections(self) -> Mapping[str, Connection]:
        connections = self._kept.get().connections
        if connections is None:
            raise StoreUnavailable("RegistryMissing", needs_person=True)
        return connections

    def _fetch(self) -> _Registry:
        request: dict[str, object] = {
            "TableName": self._table,
            "KeyConditionExpression": "PK = :registry",
            "ExpressionAttributeValues": texts(**{":registry": registry_keys.REGISTRY}),
        }
        items = [item for page in every_page(self._client, "query", request) for item in page]
        listed = next((item for item in items if text(item, "SK") == registry_keys.CONNECTIONS), None)
        return _Registry(None if listed is None else dict(self._read(listed)), frozenset(_full_orders(items)))

    def _read(self, item: Item) -> Iterator[tuple[str, Connection]]:
        """Read the connections. One that cannot be read is skipped with an alarm, and the others work."""
        try:
            entries = json.loads(text(item, "connections")).items()
        except (ValueError, KeyError, AttributeError) as error:
            raise StoreUnavailable("RegistryUnreadable", needs_person=True) from error
        for name, entry in entries:
            try:
                yield name, _connection(name, entry)
            except (ValueError, KeyError, TypeError) as error:
                shown = name if is_identifier(name) else None
                self._logbook.alarm("connection_unreadable", connection=shown, error=type(error).__name__)


def _full_orders(items: Iterable[Item]) -> Iterator[OrderKey]:
    for item in items:
        sort = text(item, "SK")
        if sort.startswith(registry_keys.FULL):
            yield keys.read_order_partition(sort.removeprefix(registry_keys.FULL))


def _connection(name: str, entry: Mapping[str, object]) -> Connection:
    fields = {field: str(entry[field]) for field in ("merchant", "marketplace", "dialect")}
    if not all(map(is_identifier, (name, *fields.values()))):
        raise ValueError("names of connections, merchants and marketplaces are identifiers")
    filing_url = entry.get("filing_url")
    if not isinstance(filing_url, str | None):
        raise TypeError("a filing URL is a text, or null where a person files")
    return Connection(name=name, **fields, filing_url=filing_url)
