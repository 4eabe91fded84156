"""Event rows: the rows of a log, as they are stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from chalicelib.aws import keys
from chalicelib.aws.damage import DAMAGE, readable
from chalicelib.aws.keys import Item
from chalicelib.aws.packing import (
    binary,
    instant,
    pack,
    pack_headers,
    text,
    text_or_none,
    texts,
    unpack,
    unpack_headers,
)
from chalicelib.values.identifiers import OrderKey
from chalicelib.values.instants import format_instant

_UNDATED: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One row of a log: the body as it arrived, and the fields that were read from it then.

    `id` is the sort key without `EVENT#`. `headers` are those that the dialect reads. `person` is who of ours did it,
    if the key says so. `sha256` is the hash of the delivered body, and stays if the body is erased. `damaged` is
    True if the stored row cannot be read, so that only its id, its dates and its hash may be known.
    """

    id: str
    dialect: str
    body: bytes
    received_at: datetime
    occurred_at: datetime
    type: str
    by: str
    headers: Mapping[str, str] = field(default_factory=dict, hash=False)
    idempotency_key: str | None = None
    request_sha256: str | None = None
    erased: bool = False
    person: str | None = None
    sha256: bytes = field(default=b"", repr=False)
    damaged: bool = False

    def __post_init__(self) -> None:
        if not self.sha256:
            object.__setattr__(self, "sha256", sha256(self.body).digest())

    @property
    def event_id(self) -> str:
        """The public id of the row, for answers and the timeline."""
        return keys.event_id(self.id)


def write_event_row(order: OrderKey, row: EventRow) -> Item:
    """Write a row of a log as an item of the table."""
    return {
        **keys.event_key(order, row.id),
        **texts(
            dialect=row.dialect,
            type=row.type,
            by=row.by,
            received_at=format_instant(row.received_at),
            occurred_at=format_instant(row.occurred_at),
            idempotency_key=row.idempotency_key,
            request_sha256=row.request_sha256,
            person=row.person,
        ),
        "sha256": {"B": row.sha256},
        **pack_headers(row.headers),
        **pack(row.body),
    }


def read_event_row(item: Item) -> EventRow:
    """Read a row of a log. A damaged one keeps its place, with what can still be read of it."""
    try:
        return _whole_event_row(item)
    except DAMAGE:
        return _damaged_event_row(item)


def _whole_event_row(item: Item) -> EventRow:
    return EventRow(
        id=text(item, "SK").removeprefix(keys.EVENT),
        dialect=text(item, "dialect"),
        body=unpack(item),
        received_at=instant(item, "received_at"),
        occurred_at=instant(item, "occurred_at"),
        type=text(item, "type"),
        by=text(item, "by"),
        headers=unpack_headers(item),
        idempotency_key=text_or_none(item, "idempotency_key"),
        request_sha256=text_or_none(item, "request_sha256"),
        erased="erased_at" in item,
        person=text_or_none(item, "person"),
        sha256=binary(item, "sha256"),
    )


def _damaged_event_row(item: Item) -> EventRow:
    at = readable(lambda: instant(item, "received_at"), readable(lambda: instant(item, "occurred_at"), _UNDATED))
    return EventRow(
        id=text(item, "SK").removeprefix(keys.EVENT),
        dialect="",
        body=b"",
        received_at=at,
        occurred_at=at,
        type="",
        by="",
        sha256=readable(lambda: binary(item, "sha256"), b""),
        damaged=True,
    )
