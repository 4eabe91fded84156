"""The reconciler: folds every order again and compares; the proof that nothing was lost, and the repair.

It finds lost stream records, messages that were put and never sent, stale or missing case rows, requests that nobody
filed, and uploads that no event announced. A second run finds nothing.
"""

import json
import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from chalicelib.aws.case_rows import CaseRow
from chalicelib.aws.effect_rows import EffectRow, EffectRows
from chalicelib.aws.failures import StoreUnavailable
from chalicelib.aws.log import OrderLog
from chalicelib.aws.mediation_queue import MediationQueue
from chalicelib.domain.effects import Effect, effects
from chalicelib.domain.events import UNREADABLE
from chalicelib.logbook import Logbook
from chalicelib.usecases.filing_rows import left
from chalicelib.usecases.order_history import Histories, History
from chalicelib.usecases.projector import Projector, case_row, messages_owed
from chalicelib.values.identifiers import CaseKey, OrderKey
from chalicelib.views.messages import message_id

UNFILED: Final = timedelta(hours=1)
# What came in the last minutes is still under way over the stream: to find that is no alarm.
_UNDER_WAY: Final = timedelta(minutes=5)
REPAIRS: Final = ("messages", "case_rows", "sent_again", "left_to_person", "uploads")
_NOTICED: Final = ("under_way", "unreachable", "unreadable", "poisoned", "unreached")
_ONE_ORDER: Final = 60.0  # seconds that no order takes
# What a damaged row, or a mistake of ours, makes one order raise; the projector's batches are bisected around it.
_POISON: Final = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Report:
    """What a run looked at, and what it repaired or, on a dry run, would have.

    `under_way` are orders too fresh to tell what is lost from what is on its way; `unreachable` ones AWS did not answer
    for; `poisoned` ones that break on our own code; `unreached` ones that the time was too short for. `unreadable` are
    rows that no longer translate.
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
        """Whether nobody has to look."""
        amiss = self.unreachable or self.unreadable or self.poisoned or self.unreached
        return not (self.repaired.total() or amiss)


class Reconciler:
    """Compares what stands outside the logs with the logs."""

    def __init__(
        self,
        *,
        histories: Histories,
        log: OrderLog,
        projector: Projector,
        effect_rows: EffectRows,
        queue: MediationQueue,
        sweep_uploads: Callable[[History], int],
        clock: Callable[[], datetime],
        logbook: Logbook,
    ) -> None:
        self._histories = histories
        self._log = log
        self._projector = projector
        self._effect_rows = effect_rows
        self._queue = queue
        self._sweep_uploads = sweep_uploads
        self._clock = clock
        self._logbook = logbook

    def run(
        self,
        *,
        repair: bool = True,
        segment: int = 0,
        segments: int = 1,
        seconds_left: Callable[[], float] = lambda: math.inf,
    ) -> Report:
        """Look at every order of a segment of the table once, as far as the time goes."""
        orders = sorted(set(self._log.orders(segment=segment, segments=segments)), key=str)
        found: Counter[str] = Counter()
        for place, order in enumerate(orders):
            if seconds_left() < _ONE_ORDER:
                found["unreached"] = len(orders) - place
                break
            found += self._looked_at(order, repair=repair)
        noticed = {name: found[name] for name in _NOTICED}
        repaired = {name: found[name] for name in REPAIRS}
        report = Report(len(orders), Counter(repaired), **noticed)
        tell = self._logbook.note if report.clean else self._logbook.alarm
        tell("reconciled", orders=report.orders, dry=str(not repair).lower(), **noticed, **repaired)
        return report

    def _looked_at(self, order: OrderKey, *, repair: bool) -> Counter[str]:
        """One order that AWS does not answer for, or that breaks our code, keeps no other from being looked at."""
        try:
            history = self._histories.of(order, as_of=self._clock())
            found = self._reconcile(history, repair=repair)
        except StoreUnavailable as failure:
            self._logbook.failure("reconciliation_delayed", code=failure.code, alarming=failure.needs_person)
            return Counter(unreachable=1)
        except _POISON as error:
            named = {"merchant": order.merchant, "marketplace": order.marketplace, "order": order.order_number}
            self._logbook.alarm("order_poisoned", error=type(error).__name__, **named)
            return Counter(poisoned=1)
        if found and self._is_fresh(history):
            found = Counter(under_way=1)
        found["unreadable"] = sum(entry.type == UNREADABLE for entry in history.file.order.entries)
        return found

    def _is_fresh(self, history: History) -> bool:
        return any(self._clock() - row.received_at < _UNDER_WAY for row in history.rows.events)

    def _reconcile(self, history: History, *, repair: bool) -> Counter[str]:
        unfiled = list(self._unfiled(history))
        found = Counter(
            messages=len(messages_owed(history)),
            case_rows=sum(1 for _ in stale_cases(history)),
            sent_again=sum(row.sent_again_at is None for _, row in unfiled),
            left_to_person=sum(row.sent_again_at is not None for _, row in unfiled),
        )
        if repair:
            found["uploads"] = self._sweep_uploads(history)
            for effect, row in unfiled:
                self._press(history, effect, row)
            if found.total():
                self._projector.project(history.file.key)
        return +found

    def _unfiled(self, history: History) -> Iterator[tuple[Effect, EffectRow]]:
        """Requests that were sent over an hour ago, and that neither a desk nor a person has filed or taken up."""
        rows = {row.effect_id: row for row in history.rows.effects if not row.withdrawal and not row.held}
        for effect in effects(history.file):
            row = rows.get(effect.id)
            if row is None or not effect.wanted or effect.round.left_to_person:
                continue
            since = row.sent_again_at or row.sent_at
            if since is not None and self._clock() - since > UNFILED:
                yield effect, row

    def _press(self, history: History, effect: Effect, row: EffectRow) -> None:
        """Send an unfiled request once more; the next time, leave it to a person.

        It is noted once the queue has it: noted before, a queue that did not answer would count as sent to.
        """
        order = history.file.key
        if row.sent_again_at is None:
            self._queue.send(CaseKey(order, row.return_id), row.message, deduplication_id=message_id(row.message))
            self._effect_rows.mark_sent_again(order, row.effect_id, at=self._clock())
            return
        why = "sent twice, and no desk has filed it"
        self._log.append(order, left(history.file, effect, now=self._clock(), why=why))


def stale_cases(history: History) -> Iterator[CaseKey]:
    """The cases whose row is missing, or is not what their log folds to."""
    rows = {row.case.return_id: row for row in history.rows.cases}
    for case in history.file.cases.values():
        standing = rows.get(case.key.return_id)
        if standing is None or _steady(standing) != _steady(case_row(history, case)):
            yield case.key


def _steady(row: CaseRow) -> tuple[CaseRow, object]:
    """A row without how far its deadline has burnt: that moves without anything being stale."""
    try:
        told = json.loads(row.summary) | {"deadline": None}
    except (ValueError, TypeError):
        told = None
    return replace(row, summary=""), told
