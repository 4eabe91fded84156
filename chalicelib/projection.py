"""Projection: from an order's log to what follows from it: messages on the queue, and case rows for the lists.

Nothing here is remembered between two calls: whatever was left half done is found and finished by the next one.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from chalicelib.aws.case_rows import CaseRow, CaseRows
from chalicelib.aws.effect_rows import EffectRow, EffectRows
from chalicelib.aws.failures import StoreUnavailable
from chalicelib.aws.mediation_queue import MediationQueue
from chalicelib.domain.case import Case
from chalicelib.domain.deadlines import deadlines, next_to_act
from chalicelib.domain.effects import Effect, effects
from chalicelib.domain.identifiers import CaseKey, OrderKey
from chalicelib.domain.order import OrderFile
from chalicelib.histories import Histories, History
from chalicelib.logbook import Logbook
from chalicelib.views.case import changed_at
from chalicelib.views.messages import message_id, write_request, write_withdrawal
from chalicelib.views.summary import write_summary


class Projector:
    """The only writer of effect rows and case rows, and the only sender to the queue."""

    def __init__(
        self,
        *,
        histories: Histories,
        effect_rows: EffectRows,
        case_rows: CaseRows,
        queue: MediationQueue,
        bucket: str,
        clock: Callable[[], datetime],
        logbook: Logbook,
    ) -> None:
        self._logbook = logbook
        self._histories = histories
        self._effect_rows = effect_rows
        self._case_rows = case_rows
        self._queue = queue
        self._bucket = bucket
        self._clock = clock

    def project(self, order: OrderKey) -> None:
        """Bring everything outside an order's log up to its log; StoreUnavailable leaves it to the next call."""
        history = self._histories.of(order, as_of=self._clock())
        told = self._tell(history)
        if told:  # what was just told shows in the cases: which request is out, held or taken back
            history = self._histories.of(order, as_of=self._clock())
        for case in history.file.cases.values():
            self._case_rows.save(case_row(history, case))

    def take(self, changes: Iterable[tuple[str, OrderKey]]) -> tuple[str, ...]:
        """Project each order of a stream's batch once; the sequence numbers to deliver again."""
        first_of: dict[OrderKey, str] = {}
        for sequence, order in changes:
            first_of.setdefault(order, sequence)
        return tuple(sequence for order, sequence in first_of.items() if not self._projected(order))

    def _projected(self, order: OrderKey) -> bool:
        try:
            self.project(order)
        except StoreUnavailable as failure:
            self._logbook.failure("projection_delayed", code=failure.code, alarming=failure.needs_person)
            return False
        return True

    def _tell(self, history: History) -> bool:
        standing = {effect.id: effect for effect in effects(history.file)}
        known = {(row.effect_id, row.withdrawal): row for row in history.rows.effects}
        told = False
        for effect in standing.values():
            if effect.wanted and (effect.id, False) not in known:
                self._ask(history.file, effect)
                told = True
        for row in history.rows.effects:
            told = self._finish(history.file, row, standing, known) or told
        return told

    def _ask(self, file: OrderFile, effect: Effect) -> None:
        now = self._clock()
        policy = effect.case.policy.policy.escalation
        row = EffectRow(
            effect_id=effect.id,
            withdrawal=False,
            return_id=effect.case.key.return_id,
            message=write_request(file, effect, bucket=self._bucket),
            put_at=now,
            held=effect.due_since is not None and now - effect.due_since > policy.lateness,
        )
        self._send(effect.case.key, self._effect_rows.put(file.key, row) or row)

    def _finish(
        self,
        file: OrderFile,
        row: EffectRow,
        standing: dict[str, Effect],
        known: dict[tuple[str, bool], EffectRow],
    ) -> bool:
        """Send what was put and not sent; take back what no longer stands."""
        case = CaseKey(file.key, row.return_id)
        if row.sent_at is None and (row.withdrawal or row.effect_id in standing):
            self._send(case, row)
        taken_back = row.withdrawal or row.held or (row.effect_id, True) in known
        if taken_back or row.effect_id in standing:
            return False
        now = self._clock()
        withdrawal = EffectRow(
            effect_id=row.effect_id,
            withdrawal=True,
            return_id=row.return_id,
            message=write_withdrawal(row.message, at=now),
            put_at=now,
        )
        self._send(case, self._effect_rows.put(file.key, withdrawal) or withdrawal)
        return True

    def _send(self, case: CaseKey, row: EffectRow) -> None:
        if row.held or row.sent_at is not None:
            return
        self._queue.send(case, row.message, deduplication_id=message_id(row.message))
        self._effect_rows.mark_sent(case.order, row, at=self._clock())


def case_row(history: History, case: Case) -> CaseRow:
    """The row that lists and deadlines find a case by; it counts the rows that its fold has seen."""
    running, ringing = deadlines(case), next_to_act(case)
    return CaseRow(
        case=case.key,
        status=case.status,
        changed_at=changed_at(case),
        seen=len(history.rows.events) + len(history.rows.effects),
        summary=write_summary(history.file, case),
        due_at=running[0].at if running else None,
        rings_at=ringing.acts_at if ringing else None,
    )
