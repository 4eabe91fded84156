"""Catch-up: exported pushes and answers of a platform's API join the logs of their orders.

Every run is safe to repeat.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from chalicelib.aws import keys
from chalicelib.aws.event_rows import EventRow
from chalicelib.aws.log import OrderLog
from chalicelib.aws.registry import Connection
from chalicelib.dialects.delivery import NO_HEADERS, Dialect, Headers, NotUnderstood, Translation
from chalicelib.dialects.snapshots import ORDER, Snapshot
from chalicelib.values.identifiers import OrderKey


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """The outcome of one line of an export for one of its orders, and the id of its event."""

    line: int
    outcome: str
    event: str | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    dialect: str
    id: str
    headers: Headers
    translation: Translation


class CatchUp:
    """Feeds an export of a connection in. Without `send` it only says what is new."""

    def __init__(
        self,
        *,
        log: OrderLog,
        dialects: Mapping[str, Dialect],
        snapshots: Mapping[str, Snapshot],
        clock: Callable[[], datetime],
    ) -> None:
        self._log = log
        self._dialects = dialects
        self._snapshots = snapshots
        self._clock = clock

    def run(self, connection: Connection, lines: Iterable[bytes], *, send: bool) -> Iterator[CaughtUp]:
        """Take each line: a push as it was posted, or an answer of the platform's API."""
        for number, line in enumerate(lines, 1):
            body = line.rstrip(b"\r\n")
            if body:
                yield from self._take(connection, number, body, send=send)

    def _take(self, connection: Connection, number: int, body: bytes, *, send: bool) -> Iterator[CaughtUp]:
        try:
            parts = self._parts(connection.dialect, body)
            self._require_past(parts)
        except NotUnderstood as error:
            yield CaughtUp(number, f"not understood: {error.reason}")
            return
        for part in parts:
            order = OrderKey(connection.merchant, connection.marketplace, part.translation.order_number)
            row = self._row(connection, part, body)
            earlier = self._log.append(order, row) if send else self._log.find(order, row.id)
            new = "new" if send else "would be new"
            yield CaughtUp(number, new if earlier is None else "known already", row.event_id)

    def _parts(self, dialect: str, body: bytes) -> list[_Part]:
        """Read a line as an answer if the platform has such, else as a push."""
        name = f"{dialect}.snapshot"
        try:
            answer = self._snapshots[name](body) if name in self._snapshots else ()
        except NotUnderstood:
            answer = ()
        if answer:
            identity = sha256(body).hexdigest()
            return [_Part(name, identity, {ORDER: part.order_number}, part) for part in answer]
        known = self._dialects[dialect]
        return [_Part(dialect, known.identify(body), NO_HEADERS, known.translate(body, NO_HEADERS))]

    def _require_past(self, parts: list[_Part]) -> None:
        now = self._clock()
        if any(happening.at > now for part in parts for happening in part.translation.happenings):
            raise NotUnderstood("a date lies in the future")

    def _row(self, connection: Connection, part: _Part, body: bytes) -> EventRow:
        happening = part.translation.happening
        return EventRow(
            id=keys.delivery_row(connection.name, part.id),
            dialect=part.dialect,
            body=body,
            headers=part.headers,
            received_at=self._clock(),
            occurred_at=happening.at,
            type=happening.type,
            by=happening.by,
        )
