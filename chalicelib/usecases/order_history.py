"""Histories: an order's rows read into events and folded; every reading translates the delivered bytes anew."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.aws.effect_rows import EffectRow
from chalicelib.aws.log import EventRow, OrderLog, OrderRows
from chalicelib.aws.policy_versions import PolicyVersions
from chalicelib.dialects import TRANSLATORS
from chalicelib.dialects.delivery import NotUnderstood
from chalicelib.dialects.recourse import NAME
from chalicelib.domain.case_parts import Outbox
from chalicelib.domain.events import UNREADABLE, Event
from chalicelib.domain.facts import Unknown
from chalicelib.domain.fold import fold
from chalicelib.domain.order import OrderFile
from chalicelib.domain.policy import PolicyBook
from chalicelib.logbook import Logbook
from chalicelib.values.identifiers import OrderKey
from chalicelib.values.vocabulary import EventType, Party


@dataclass(frozen=True, slots=True)
class History:
    """An order's rows, and the file they fold to."""

    rows: OrderRows
    file: OrderFile

    @property
    def commands(self) -> tuple[EventRow, ...]:
        """The command rows of the whole order, in their order."""
        return tuple(row for row in self.rows.events if row.id.startswith("command#"))


class Histories:
    """Reads orders: one Query, one fold, always current."""

    def __init__(self, log: OrderLog, policies: PolicyVersions, logbook: Logbook) -> None:
        self._log = log
        self._policies = policies
        self._logbook = logbook

    def of(self, order: OrderKey, *, as_of: datetime) -> History:
        """Read and fold an order as of an instant; an order nobody knows is an empty file."""
        rows = self._log.read(order)
        return History(rows, self.fold(order, rows, as_of=_rung(rows, as_of)))

    def back_then(self, history: History, at: datetime) -> OrderFile:
        """An order's file as somebody saw it who looked at an instant: nothing that came later, whatever its date."""
        rows = OrderRows(
            events=tuple(row for row in history.rows.events if row.received_at <= at),
            effects=tuple(row for row in history.rows.effects if row.put_at <= at),
            cases=(),
        )
        return self.fold(history.file.key, rows, as_of=_rung(rows, at))

    def fold(
        self, order: OrderKey, rows: OrderRows, *, as_of: datetime, policies: PolicyBook | None = None
    ) -> OrderFile:
        """Fold rows that were read already, under the merchant's policies unless others are given."""
        events = [self._event(row) for row in rows.events]
        book = policies or self._policies.book(order.merchant)
        return fold(order, events, book, as_of=as_of, outbox=outbox(rows.effects))

    def _event(self, row: EventRow) -> Event:
        try:
            told = TRANSLATORS[row.dialect](row.body)
        except (NotUnderstood, KeyError):
            self._logbook.alarm("unreadable_row", event=row.event_id)
            return Event(
                id=row.event_id,
                type=UNREADABLE,
                at=row.occurred_at,
                received_at=row.received_at,
                by=Party.SYSTEM,
                fact=Unknown(),
            )
        return Event(
            id=row.event_id,
            type=told.type,
            at=told.at,
            received_at=row.received_at,
            by=told.by,
            fact=told.fact,
            ours=row.dialect == NAME,
        )


def _rung(rows: OrderRows, as_of: datetime) -> datetime:
    """What has rung has passed, also where this machine's clock is behind the one that rang it."""
    return max((as_of, *(row.occurred_at for row in rows.events if row.type == EventType.CLOCK_RANG)))


def outbox(effects: tuple[EffectRow, ...]) -> Outbox:
    """What the outside was told, as the effect rows say."""
    return Outbox(
        sent=frozenset(row.effect_id for row in effects if not row.withdrawal and not row.held),
        withdrawn=frozenset(row.effect_id for row in effects if row.withdrawal),
        held=frozenset(row.effect_id for row in effects if row.held),
    )
