"""Commanding: a seller's command is decided on the order as it stands and appended, or refused; 1 Query, 1 Put.

A command's row number is an optimistic lock over the whole order, because money and goods are the order's: of two
commands decided on the same state one is told to look again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from chalicelib.advice.courtesy import check_courtesy
from chalicelib.aws import keys
from chalicelib.aws.log import EventRow, OrderLog
from chalicelib.dialects import recourse as own
from chalicelib.dialects.delivery import Translation
from chalicelib.domain.commands import Command
from chalicelib.domain.decide import decide
from chalicelib.domain.filing import FilingRecorded
from chalicelib.domain.messages import PostMessage
from chalicelib.domain.order import OrderRecorded
from chalicelib.domain.situation import moment_after
from chalicelib.policies.data import hostile_words
from chalicelib.usecases.order_history import Histories, History
from chalicelib.usecases.own_rows import own_row
from chalicelib.values.identifiers import CaseKey, OrderKey
from chalicelib.values.vocabulary import EventType, Party


class UnknownCase(Exception):
    """No such case of this merchant."""


class Stale(Exception):
    """Decided on a state that another command has changed meanwhile: look again."""


class KeyReused(Exception):
    """The Idempotency-Key was used before with another body."""


@dataclass(frozen=True, slots=True)
class Once:
    """What makes a request itself: its Idempotency-Key, if it has one, and the hash of what it asks."""

    key: str | None
    sha256: str

    @classmethod
    def of(cls, key: str | None, *parts: bytes) -> "Once":
        """Bind a key to what is asked under it."""
        return cls(key, sha256(b"\0".join(parts)).hexdigest())

    def given_in(self, rows: Iterable[EventRow]) -> EventRow | None:
        """The row that was written under this key before; KeyReused where it was asked something else under it."""
        used = {row.request_sha256: row for row in rows if self.key is not None and row.idempotency_key == self.key}
        if used and self.sha256 not in used:
            raise KeyReused
        return used.get(self.sha256)


class Commanding:
    """Gives commands."""

    def __init__(self, *, histories: Histories, log: OrderLog, clock: Callable[[], datetime]) -> None:
        self._histories = histories
        self._log = log
        self._clock = clock

    def give(self, case: CaseKey, command: Command, once: Once) -> History:
        """Take a command and return the order after it; Refused, Stale, KeyReused or UnknownCase otherwise."""
        now = self._clock()
        history = self._histories.of(case.order, as_of=now)
        if case.return_id not in history.file.cases:
            raise UnknownCase
        if once.given_in(history.rows.events):
            return history
        decided = decide(history.file, case.return_id, command, now=now)
        if isinstance(command, PostMessage):
            check_courtesy(command, hostile_words())
        told = Translation(decided.type, decided.at, case.order.order_number, decided.by, decided.fact)
        return self._append(history, told, once, now)

    def record_order(self, order: OrderKey, record: OrderRecorded, once: Once) -> History:
        """Keep the seller's own record of an order; the same record again changes nothing."""
        now = self._clock()
        history = self._histories.of(order, as_of=now)
        if once.given_in(history.rows.events) or _latest_record(history) == record:
            return history
        at = moment_after(history.file, now)
        told = Translation(EventType.ORDER_RECORDED, at, order.order_number, Party.SELLER, record)
        return self._append(history, told, once, now)

    def _append(self, history: History, told: Translation, once: Once, now: datetime) -> History:
        row = own_row(
            _row_id(told, len(history.commands) + 1),
            told,
            received_at=now,
            idempotency_key=once.key,
            request_sha256=once.sha256,
        )
        order = history.file.key
        standing = self._log.append(order, row)
        if standing is not None:
            if once.given_in([standing]):
                return self._histories.of(order, as_of=now)
            raise Stale
        rows = replace(history.rows, events=(*history.rows.events, row))
        return History(rows, self._histories.fold(order, rows, as_of=max(now, told.at)))


def _row_id(told: Translation, number: int) -> str:
    """A filing is itself by what was filed, also where the desk records it; all else takes the order's next number."""
    if isinstance(told.fact, FilingRecorded):
        return keys.filed_row(told.fact.effect_id)
    return keys.command_row(number)


def _latest_record(history: History) -> OrderRecorded | None:
    translated = (own.translate(row.body) for row in reversed(history.commands) if row.type == EventType.ORDER_RECORDED)
    fact = next((found.fact for found in translated), None)
    return fact if isinstance(fact, OrderRecorded) else None
