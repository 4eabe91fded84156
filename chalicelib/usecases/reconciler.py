"""The reconciler: folds every order again, compares the result with what is stored, and repairs it.

It finds lost stream records, messages that were put and never sent, stale or missing case rows, requests that nobody
filed, and uploads without an event. A second run finds nothing.
"""

import json
import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from chalicelib.aws.case_items import CaseRow
from chalicelib.aws.effect_rows import EffectRow, EffectRows
from chalicelib.aws.failures import StoreUnavailable
from chalicelib.aws.log import OrderLog
from chalicelib.aws.mediation_queue import MediationQueue
from chalicelib.domain.effects import Effect, effects
from chalicelib.domain.events import UNREADABLE
from chalicelib.logbook import Logbook
from chalicelib.usecases.filing_rows import left_to_person_row
from chalicelib.usecases.order_history import OrderHistories, OrderHistory
from chalicelib.usecases.poison import POISON, report_poison
from chalicelib.usecases.projector import Projector, case_row, messages_owed
from chalicelib.values.identifiers import CaseKey, OrderKey
from chalicelib.views.messages import message_id

UNFILED: Final = timedelta(hours=1)
# Changes of the last minutes may still be under way on the stream, so they are no alarm.
_UNDER_WAY: Final = timedelta(minutes=5)
REPAIRS: Final = ("messages", "case_rows", "sent_again", "left_to_person", "uploads")
_NOTICED: Final = ("under_way", "unreachable", "unreadable", "poisoned", "unreached")
_ONE_ORDER: Final = 60.0  # seconds; no order needs so long


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The numbers of one run: the orders it read, and what it repaired or, on a dry run, would repair.

    `under_way` counts orders that changed too recently to say that something is lost. `unreachable` counts orders that
    AWS did not answer for, `poisoned` those that break our code, and `unreached` those that there was no time for.
    `unreadable` counts rows that no longer translate.
    """

    orders: int
    repaired: Counter[str]
    under_way: int
    unreachable: int
    unreadable: int
    poisoned: int
    unreached: int

    @property
    def clean(self) -> bool:
        """True if no person has to look."""
        amiss = self.unreachable or self.unreadable or self.poisoned or self.unreached
        return not (self.repaired.total() or amiss)


class Reconciler:
    """Compares effect rows, case rows and uploads with the logs."""

    def __init__(
        self,
        *,
        histories: OrderHistories,
        log: OrderLog,
        projector: Projector,
        effect_rows: EffectRows,
        queue: MediationQueue,
        sweep_uploads: Callable[[OrderHistory], int],
        count_quarantined: Callable[[], int],
        clock: Callable[[], datetime],
        logbook: Logbook,
    ) -> None:
        self._histories = histories
        self._log = log
        self._projector = projector
        self._effect_rows = effect_rows
        self._queue = queue
        self._sweep_uploads = sweep_uploads
        self._count_quarantined = count_quarantined
        self._clock = clock
        self._logbook = logbook

    def run(
        self,
        *,
        repair: bool = True,
        segment: int = 0,
        segments: int = 1,
        seconds_left: Callable[[], float] = lambda: math.inf,
    ) -> Reconciliation:
        """Check every order of a segment of the table once, while there is time."""
        orders = sorted(set(self._log.orders(segment=segment, segments=segments)), key=str)
        counts: Counter[str] = Counter()
        for place, order in enumerate(orders):
            if seconds_left() < _ONE_ORDER:
                counts["unreached"] = len(orders) - place
                break
            counts += self._try_to_reconcile(order, repair=repair)
        noticed = {name: counts[name] for name in _NOTICED}
        repaired = {name: counts[name] for name in REPAIRS}
        result = Reconciliation(len(orders), Counter(repaired), **noticed)
        log = self._logbook.note if result.clean else self._logbook.alarm
        fields = {"quarantined": self._quarantined(segment), **noticed, **repaired}
        log("reconciled", orders=result.orders, dry=str(not repair).lower(), **fields)
        return result

    def _quarantined(self, segment: int) -> int | None:
        """Count what waits in quarantine, in the first segment only. None if AWS does not answer.

        It makes no alarm of the run, because each delivery raised one when it came.
        """
        if segment:
            return 0
        try:
            return self._count_quarantined()
        except StoreUnavailable as failure:
            self._logbook.failure("reconciliation_delayed", code=failure.code, alarming=failure.needs_person)
            return None

    def _try_to_reconcile(self, order: OrderKey, *, repair: bool) -> Counter[str]:
        """Check one order.

        If AWS does not answer or our code breaks, the other orders are still checked.
        """
        try:
            history = self._histories.of(order, as_of=self._clock())
            counts = self._reconcile(history, repair=repair)
        except StoreUnavailable as failure:
            self._logbook.failure("reconciliation_delayed", code=failure.code, alarming=failure.needs_person)
            return Counter(unreachable=1)
        except POISON as error:
            report_poison(self._logbook, order, error)
            return Counter(poisoned=1)
        if counts and self._is_fresh(history):
            counts = Counter(under_way=1)
        counts["unreadable"] = sum(entry.type == UNREADABLE for entry in history.file.order.entries)
        return counts

    def _is_fresh(self, history: OrderHistory) -> bool:
        return any(self._clock() - row.received_at < _UNDER_WAY for row in history.rows.events)

    def _reconcile(self, history: OrderHistory, *, repair: bool) -> Counter[str]:
        unfiled = list(self._unfiled(history))
        counts = Counter(
            messages=len(messages_owed(history)),
            case_rows=sum(1 for _ in stale_cases(history)),
            sent_again=sum(row.sent_again_at is None for _, row in unfiled),
            left_to_person=sum(row.sent_again_at is not None for _, row in unfiled),
        )
        if repair:
            counts["uploads"] = self._sweep_uploads(history)
            for effect, row in unfiled:
                self._send_again(history, effect, row)
            if counts.total():
                self._projector.project(history.file.key)
        return +counts

    def _unfiled(self, history: OrderHistory) -> Iterator[tuple[Effect, EffectRow]]:
        """Find requests that were sent over an hour ago and that neither a desk nor a person has filed."""
        rows = {row.effect_id: row for row in history.rows.effects if not row.withdrawal and not row.held}
        for effect in effects(history.file):
            row = rows.get(effect.id)
            if row is not None and _waits(effect) and self._is_late(row):
                yield effect, row

    def _is_late(self, row: EffectRow) -> bool:
        since = row.sent_again_at or row.sent_at
        return since is not None and self._clock() - since > UNFILED

    def _send_again(self, history: OrderHistory, effect: Effect, row: EffectRow) -> None:
        """Send an unfiled request once more.

        The next time, leave it to a person. The mark is written after the queue has the message. Otherwise a message
        that the queue refused would count as sent.
        """
        order = history.file.key
        if row.sent_again_at is None:
            self._queue.send(CaseKey(order, row.return_id), row.message, deduplication_id=message_id(row.message))
            self._effect_rows.mark_sent_again(order, row.effect_id, at=self._clock())
            return
        why = "sent twice, and no desk has filed it"
        self._log.append(order, left_to_person_row(history.file, effect, now=self._clock(), why=why))


def _waits(effect: Effect) -> bool:
    return effect.wanted and not effect.round.left_to_person


def stale_cases(history: OrderHistory) -> Iterator[CaseKey]:
    """Find the cases whose row is missing or differs from their log."""
    rows = {row.case.return_id: row for row in history.rows.cases}
    for case in history.file.cases.values():
        stored = rows.get(case.key.return_id)
        if stored is None or _without_clock(stored) != _without_clock(case_row(history, case)):
            yield case.key


def _without_clock(row: CaseRow) -> tuple[CaseRow, object]:
    """Remove the running deadline from a row, because it changes with time and does not make the row stale."""
    try:
        summary = json.loads(row.summary) | {"deadline": None}
    except (ValueError, TypeError):
        summary = None
    return replace(row, summary=""), summary
