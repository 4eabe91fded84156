"""Case commands: a seller's command is decided on the current order and appended to its log, or refused.

A command costs one Query and one Put. Its row number is an optimistic lock over the whole order, because money and
goods belong to the order. If two commands are decided on the same state, the second one is refused as stale.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from chalicelib.advice.courtesy import check_courtesy
from chalicelib.advice.version import case_version
from chalicelib.aws import keys
from chalicelib.aws.event_rows import EventRow
from chalicelib.aws.log import OrderLog
from chalicelib.domain.commands import Command, Refused
from chalicelib.domain.decide import decide
from chalicelib.domain.entries import Entry
from chalicelib.domain.events import Happening
from chalicelib.domain.filing import FilingRecorded
from chalicelib.domain.lifecycle_commands import ask_for
from chalicelib.domain.messages import PostMessage
from chalicelib.domain.order_facts import OrderRecorded
from chalicelib.domain.order_record import refuse_future_dates
from chalicelib.domain.situation import moment_after
from chalicelib.policies.data import hostile_words
from chalicelib.usecases.case_errors import KeyReused, OutOfDate, Stale, UnknownCase
from chalicelib.usecases.order_history import OrderHistories, OrderHistory
from chalicelib.usecases.own_rows import own_row, read_own_fact
from chalicelib.values.identifiers import CaseKey, OrderKey
from chalicelib.values.sentences import say
from chalicelib.values.vocabulary import EventType, Party


@dataclass(frozen=True, slots=True)
class Once:
    """The identity of a request: its Idempotency-Key, if it has one, and the hash of its content.

    `person` is who sent it. The same request of another person of the merchant is the same.
    """

    key: str | None
    sha256: str
    person: str | None = None

    @classmethod
    def of(cls, key: str | None, *parts: bytes, person: str | None = None) -> "Once":
        """Bind a key to the content of its request."""
        return cls(key, sha256(b"\0".join(parts)).hexdigest(), person)

    def find_row(self, rows: Iterable[EventRow]) -> EventRow | None:
        """Find the row written for this request before.

        Raises KeyReused if the key belongs to another request.
        """
        used = {row.request_sha256: row for row in rows if self.key is not None and row.idempotency_key == self.key}
        if used and self.sha256 not in used:
            raise KeyReused
        return used.get(self.sha256)


@dataclass(frozen=True, slots=True)
class Preview:
    """An order as it is, and as it would be after a command."""

    before: OrderHistory
    after: OrderHistory


class CaseCommands:
    """Executes sellers' commands."""

    def __init__(self, *, histories: OrderHistories, log: OrderLog, clock: Callable[[], datetime]) -> None:
        self._histories = histories
        self._log = log
        self._clock = clock

    def execute(
        self, case: CaseKey, command: Command, once: Once, *, seen: frozenset[str] | None = None
    ) -> OrderHistory:
        """Execute a command and return the order after it. `seen` are the versions of the case that may be decided on.

        Raises Refused if a rule is against it or if it would have no effect. Raises OutOfDate, Stale, KeyReused or
        UnknownCase.
        """
        now = self._clock()
        history = self._history(case, now)
        if once.find_row(history.rows.events):
            return history
        row, after = self._decided(history, case, command, once, now=now, seen=seen)
        return self._append(after, row, once, now)

    def preview(self, case: CaseKey, command: Command, *, seen: frozenset[str] | None = None) -> Preview:
        """Return the order as it is, and as it would be after a command. Writes nothing.

        Raises the same exceptions as `execute`.
        """
        now = self._clock()
        history = self._history(case, now)
        _, after = self._decided(history, case, command, Once.of(None), now=now, seen=seen)
        return Preview(history, after)

    def record_order(self, order: OrderKey, record: OrderRecorded, once: Once) -> OrderHistory:
        """Append the seller's own record of an order.

        The same record again changes nothing. Raises Refused if a date of it lies in the future.
        """
        now = self._clock()
        history = self._histories.of(order, as_of=now)
        refuse_future_dates(record, now)
        if once.find_row(history.rows.events) or _latest_record(history) == record:
            return history
        at = moment_after(history.file, now)
        happening = Happening(type=EventType.ORDER_RECORDED, at=at, by=Party.SELLER, fact=record)
        row = _own_row(history, happening, once, now)
        return self._append(self._with(history, row, now), row, once, now)

    def _history(self, case: CaseKey, now: datetime) -> OrderHistory:
        history = self._histories.of(case.order, as_of=now)
        if case.return_id not in history.file.cases:
            raise UnknownCase
        return history

    def _decided(
        self,
        history: OrderHistory,
        case: CaseKey,
        command: Command,
        once: Once,
        *,
        now: datetime,
        seen: frozenset[str] | None,
    ) -> tuple[EventRow, OrderHistory]:
        """Decide a command, and fold the order with its row. The row is not written yet."""
        _require_seen(history, case, seen)
        happening = decide(history.file, case.return_id, command, now=now)
        if isinstance(command, PostMessage):
            check_courtesy(command, hostile_words())
        row = _own_row(history, happening, once, now)
        after = self._with(history, row, now)
        entry = next(entry for entry in _timeline(after, case) if entry.id == row.event_id)
        if not entry.counts:
            why = say("would-have-no-effect", "it would have no effect: {because}", because=entry.sentence)
            raise Refused(ask_for(command.command).rule, why)
        return row, after

    def _with(self, history: OrderHistory, row: EventRow, now: datetime) -> OrderHistory:
        """Fold the order with one more row, before the row is written."""
        rows = replace(history.rows, events=(*history.rows.events, row))
        return self._histories.of_rows(history.file.key, rows, as_of=max(now, row.received_at))

    def _append(self, after: OrderHistory, row: EventRow, once: Once, now: datetime) -> OrderHistory:
        """Write the row, and return the order after it."""
        earlier = self._log.append(after.file.key, row)
        if earlier is None:
            return after
        if once.find_row([earlier]):
            return self._histories.of(after.file.key, as_of=now)
        raise Stale


def _require_seen(history: OrderHistory, case: CaseKey, seen: frozenset[str] | None) -> None:
    """Raise OutOfDate if the case has another version by now than those that were seen."""
    version = case_version(history.file, history.file.cases[case.return_id])
    if seen is not None and version not in seen:
        raise OutOfDate(version)


def _own_row(history: OrderHistory, happening: Happening, once: Once, now: datetime) -> EventRow:
    """Make the row of a happening. It is received now, also if it records an earlier act of the customer."""
    return own_row(
        _row_id(happening, len(history.commands) + 1),
        history.file.key,
        happening,
        received_at=moment_after(history.file, now),
        idempotency_key=once.key,
        request_sha256=once.sha256,
        person=once.person,
    )


def _timeline(history: OrderHistory, case: CaseKey) -> tuple[Entry, ...]:
    return history.file.cases[case.return_id].timeline


def _row_id(happening: Happening, number: int) -> str:
    """Make the row's id: the effect's id for a filing, the order's next number for everything else.

    Why: the mediation desk may record the same filing, and both must write the same row.
    """
    if isinstance(happening.fact, FilingRecorded):
        return keys.filed_row(happening.fact.effect_id)
    return keys.command_row(number)


def _latest_record(history: OrderHistory) -> OrderRecorded | None:
    rows = (row for row in reversed(history.commands) if row.type == EventType.ORDER_RECORDED)
    latest = next(rows, None)
    return None if latest is None else read_own_fact(latest, OrderRecorded)
