"""Erasure: a customer's data in an order becomes tombstones, and the order's cases stand as before.

The log is erased first, then the messages, the files and the quarantine. Last the case rows are written anew from the
erased log. An erasure that was interrupted goes on where it stopped. What arrives later is not erased: run it again.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote_plus

from chalicelib.aws.effect_rows import EffectRow
from chalicelib.aws.event_rows import EventRow
from chalicelib.aws.evidence_keys import case_prefix
from chalicelib.aws.evidence_versions import EvidenceVersions, FileVersion
from chalicelib.aws.log import OrderLog
from chalicelib.aws.quarantine import QuarantineRow
from chalicelib.aws.registry import ConnectionRegistry
from chalicelib.aws.tombstones import Tombstones
from chalicelib.dialects import erased
from chalicelib.domain.effects import effects
from chalicelib.domain.erasure import Marks, names_in
from chalicelib.domain.order import OrderFile
from chalicelib.usecases.erased_rows import erased_body, translated
from chalicelib.usecases.filing_rows import unfiled
from chalicelib.usecases.order_history import OrderHistories, OrderHistory
from chalicelib.usecases.projector import Projector
from chalicelib.values.identifiers import OrderKey
from chalicelib.values.reading import as_read
from chalicelib.views.erased_message import erase_message

_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasurePlan:
    """Everything of one order that holds a customer's data, and the reasons for which it cannot be erased yet."""

    order: OrderKey
    cases: tuple[str, ...]
    open_cases: tuple[str, ...]
    unfiled: tuple[str, ...]
    events: tuple[EventRow, ...]
    messages: tuple[EffectRow, ...]
    files: tuple[FileVersion, ...]
    quarantined: tuple[QuarantineRow, ...]

    def __len__(self) -> int:
        return len(self.events) + len(self.messages) + len(self.files) + len(self.quarantined)


class Erasure:
    """Erases orders. Nothing else replaces or deletes anything that was stored."""

    def __init__(
        self,
        *,
        histories: OrderHistories,
        log: OrderLog,
        tombstones: Tombstones,
        versions: EvidenceVersions,
        registry: ConnectionRegistry,
        projector: Projector,
        clock: Callable[[], datetime],
    ) -> None:
        self._histories = histories
        self._log = log
        self._tombstones = tombstones
        self._versions = versions
        self._registry = registry
        self._projector = projector
        self._clock = clock

    def orders_of(self, merchant: str, name: str) -> Iterator[OrderKey]:
        """Yield the merchant's orders in which somebody of this name is named, by reading every order."""
        wanted = as_read(name)
        for order in sorted(set(self._log.orders()), key=str):
            if order.merchant == merchant and wanted in self.names(order):
                yield order

    def expired(self, merchant: str, *, before: datetime) -> Iterator[OrderKey]:
        """Yield the merchant's orders without an open case whose last event came before an instant."""
        for order in sorted(set(self._log.orders()), key=str):
            if order.merchant == merchant and self._is_over(order, before):
                yield order

    def _is_over(self, order: OrderKey, before: datetime) -> bool:
        history = self._histories.of(order, as_of=self._clock())
        events = history.rows.events
        is_closed = not any(case.is_open for case in history.file.cases.values())
        return is_closed and any(not row.erased for row in events) and max(row.received_at for row in events) < before

    def names(self, order: OrderKey) -> frozenset[str]:
        """Return the names of people in an order's log, as people read them."""
        read = (translated(row) for row in self._log.read(order).events)
        facts = (each.fact for translation in read if translation for each in translation.happenings)
        return frozenset(as_read(name) for fact in facts for name in names_in(fact))

    def plan(self, order: OrderKey) -> ErasurePlan:
        """Find everything of an order that an erasure would replace or delete."""
        history = self._histories.of(order, as_of=self._clock())
        cases = history.file.cases.values()
        return ErasurePlan(
            order=order,
            cases=tuple(case.key.case_id for case in cases),
            open_cases=tuple(case.key.case_id for case in cases if case.is_open),
            unfiled=tuple(_unfiled(history.file)),
            events=tuple(row for row in history.rows.events if not row.erased),
            messages=tuple(row for row in history.rows.effects if not row.erased),
            files=tuple(self._files(history)),
            quarantined=tuple(self._quarantined_of(order)),
        )

    def erase(self, order: OrderKey) -> ErasurePlan:
        """Erase an order. Returns everything that was erased."""
        plan, now = self.plan(order), self._clock()
        marks = Marks(self._tombstones.begin(order, at=now))
        for event in plan.events:
            dialect, body = erased_body(event, marks)
            self._tombstones.event(order, event.id, body, dialect=dialect, at=now)
        for row in plan.messages:
            body = erase_message(row.message, marks)
            self._tombstones.effect(order, row.effect_id, body, withdrawal=row.withdrawal, at=now)
        self._versions.erase(list(plan.files))
        self.erase_quarantined(plan.quarantined)
        self._projector.project(order)
        self._tombstones.finish(order, at=now)
        return plan

    def quarantined_with(self, merchant: str, name: str) -> Iterator[QuarantineRow]:
        """Yield the merchant's quarantined deliveries in which this name stands."""
        wanted = as_read(name)
        return (row for row in self._quarantined(merchant) if any(wanted in as_read(text) for text in _readings(row)))

    def erase_quarantined(self, rows: tuple[QuarantineRow, ...]) -> None:
        """Erase quarantined deliveries. They cannot be replayed any more, and still count as received."""
        for row in rows:
            self._tombstones.quarantined(row, erased.TOMBSTONE, at=self._clock())

    def _quarantined_of(self, order: OrderKey) -> Iterator[QuarantineRow]:
        number = re.compile(rf"(?<![A-Za-z0-9._-]){re.escape(order.order_number)}(?![A-Za-z0-9._-])")
        for row in self._quarantined(order.merchant):
            if any(number.search(text) for text in _readings(row)):
                yield row

    def _quarantined(self, merchant: str) -> Iterator[QuarantineRow]:
        for connection in self._registry.all():
            if connection.merchant == merchant:
                yield from self._tombstones.deliveries(connection.name)

    def _files(self, history: OrderHistory) -> Iterator[FileVersion]:
        for case in history.file.cases.values():
            yield from self._versions.unerased(case_prefix(case.key))
            for file in case.evidence:
                if not file.key.startswith(case_prefix(case.key)):
                    yield from (each for each in self._versions.unerased(file.key) if each.key == file.key)


def _readings(row: QuarantineRow) -> tuple[str, ...]:
    """Return the ways in which a body may be read that nobody understood: plain, as a form, with JSON's escapes."""
    text = row.body.decode(errors="replace")
    return tuple(_ESCAPE.sub(lambda code: chr(int(code[1], 16)), each) for each in (text, unquote_plus(text)))


def _unfiled(file: OrderFile) -> Iterator[str]:
    """Yield the ids of the requests that still wait to be filed."""
    return (each.id for each in effects(file) if unfiled(file, each.id) and each.wanted)
