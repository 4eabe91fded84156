"""Order histories: the rows of an order's log, translated into events and folded into its file.

Every process translates the delivered bytes again, so that a corrected dialect also corrects the past.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Final

from chalicelib.aws import keys
from chalicelib.aws.damage import DamagedOrder
from chalicelib.aws.effect_rows import EffectRow
from chalicelib.aws.event_rows import EventRow
from chalicelib.aws.log import OrderLog, OrderRows
from chalicelib.aws.policy_versions import PolicyVersions
from chalicelib.dialects import TRANSLATORS
from chalicelib.dialects.delivery import NO_HEADERS, NotUnderstood, Translate
from chalicelib.dialects.recourse import NAME
from chalicelib.domain.case_parts import Outbox
from chalicelib.domain.events import UNREADABLE, Event, Happening
from chalicelib.domain.facts import Unknown
from chalicelib.domain.fold import fold
from chalicelib.domain.order import OrderFile
from chalicelib.domain.policy import PolicyBook
from chalicelib.logbook import Logbook
from chalicelib.values.identifiers import OrderKey
from chalicelib.values.vocabulary import EventType, Party

# A long order is read again for each of its events. Ordinary bodies are kept as facts, some 20 MB of them at most.
_MOST_KEPT: Final = 4_096
_LONGEST_KEPT: Final = 2_048  # bytes


@dataclass(frozen=True, slots=True)
class OrderHistory:
    """The rows of an order, their events, and the file that they fold to."""

    rows: OrderRows
    file: OrderFile
    events: tuple[Event, ...] = field(repr=False)

    @property
    def commands(self) -> tuple[EventRow, ...]:
        """The command rows of the whole order, in their order."""
        return tuple(row for row in self.rows.events if row.id.startswith("command#"))

    def told_by(self, return_id: str) -> tuple[str, ...]:
        """List the connections that delivered facts of a return, then those of its order, the first received first."""
        case = self.file.cases.get(return_id)
        of_case = {entry.id for entry in case.timeline} if case else set()
        rows = sorted(self.rows.events, key=lambda row: (row.event_id not in of_case, row.received_at, row.id))
        return tuple(dict.fromkeys(filter(None, (keys.read_delivery_row(row.id) for row in rows))))


class OrderHistories:
    """Reads orders with one Query and one fold, so that they are always current."""

    def __init__(self, log: OrderLog, policies: PolicyVersions, logbook: Logbook) -> None:
        self._log = log
        self._policies = policies
        self._logbook = logbook

    def of(self, order: OrderKey, *, as_of: datetime, damaged_too: bool = False) -> OrderHistory:
        """Read and fold an order as of an instant.

        An order without rows gives an empty file. Raises DamagedOrder if a row cannot be read, because nobody acts on
        a part of a log. With `damaged_too`, for who only shows the order, such a row is an unreadable event.
        """
        rows = self._log.read(order)
        if rows.damaged and not damaged_too:
            raise DamagedOrder(rows.damaged)
        for name in rows.damaged:
            self._logbook.alarm("damaged_row", row=name)
        return self.of_rows(order, rows, as_of=_latest_clock(rows, as_of))

    def of_rows(self, order: OrderKey, rows: OrderRows, *, as_of: datetime) -> OrderHistory:
        """Fold rows that were already read, and keep their events."""
        events = self._events_of(rows)
        return OrderHistory(rows, self._fold(order, rows, events, as_of=as_of), events)

    def back_then(self, history: OrderHistory, at: datetime) -> OrderFile:
        """Fold the order as a reader saw it at an instant, without rows that were received later.

        The events are those of the history, because a second translation of a large order would need its memory twice.
        """
        rows = OrderRows(
            events=tuple(row for row in history.rows.events if row.received_at <= at),
            effects=tuple(row for row in history.rows.effects if row.put_at <= at),
            cases=(),
        )
        events = tuple(event for event in history.events if event.received_at <= at)
        return self._fold(history.file.key, rows, events, as_of=_latest_clock(rows, at))

    def fold(
        self, order: OrderKey, rows: OrderRows, *, as_of: datetime, policies: PolicyBook | None = None
    ) -> OrderFile:
        """Fold rows that were already read.

        `policies` replace the merchant's own.
        """
        return self._fold(order, rows, self._events_of(rows), as_of=as_of, policies=policies)

    def _fold(
        self,
        order: OrderKey,
        rows: OrderRows,
        events: tuple[Event, ...],
        *,
        as_of: datetime,
        policies: PolicyBook | None = None,
    ) -> OrderFile:
        book = policies or self._policies.book(order.merchant)
        return fold(order, events, book, as_of=as_of, outbox=outbox(rows.effects))

    def _events_of(self, rows: OrderRows) -> tuple[Event, ...]:
        return tuple(event for row in rows.events for event in self._events(row))

    def _events(self, row: EventRow) -> Iterator[Event]:
        for number, happening in enumerate(self._happenings(row), 1):
            yield Event(
                id=row.event_id if number == 1 else f"{row.event_id}.{number}",
                number=number,
                type=happening.type,
                at=happening.at,
                received_at=row.received_at,
                by=happening.by,
                fact=happening.fact,
                person=row.person,
                ours=row.dialect == NAME and not happening.fact.is_recorded,
            )

    def _happenings(self, row: EventRow) -> tuple[Happening, ...]:
        if row.damaged:
            return _unreadable(row)
        try:
            translate = TRANSLATORS[row.dialect]
            if row.headers or len(row.body) > _LONGEST_KEPT:
                return translate(row.body, row.headers).happenings
            return _translate_once(translate, row.body)
        except (NotUnderstood, KeyError):
            self._logbook.alarm("unreadable_row", event=row.event_id)
            return _unreadable(row)


def _unreadable(row: EventRow) -> tuple[Happening, ...]:
    return (Happening(type=UNREADABLE, at=row.occurred_at, by=Party.SYSTEM, fact=Unknown()),)


@lru_cache(maxsize=_MOST_KEPT)
def _translate_once(translate: Translate, body: bytes) -> tuple[Happening, ...]:
    """Translate a body once for all readings of its row in this process. Its facts cannot change."""
    return translate(body, NO_HEADERS).happenings


def _latest_clock(rows: OrderRows, as_of: datetime) -> datetime:
    """Return the later of two clocks: this machine's, and the one that recorded the last expired deadline.

    Why: a deadline that was recorded as expired must not run again because this machine's clock is behind.
    """
    return max((as_of, *(row.occurred_at for row in rows.events if row.type == EventType.DEADLINE_PASSED)))


def outbox(effects: tuple[EffectRow, ...]) -> Outbox:
    """Summarize the effect rows: which requests were sent, withdrawn or kept back."""
    return Outbox(
        sent=frozenset(row.effect_id for row in effects if not row.withdrawal and not row.held),
        withdrawn=frozenset(row.effect_id for row in effects if row.withdrawal),
        held=frozenset(row.effect_id for row in effects if row.held),
    )
