"""Projection: from an order's log to what follows from it: messages on the queue, and case rows for the lists.

Nothing here is remembered between two calls: whatever was left half done is found and finished by the next one.
"""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.advice.case_record import case_record
from chalicelib.aws.case_rows import CaseRow, CaseRows
from chalicelib.aws.effect_rows import EffectRow, EffectRows
from chalicelib.aws.failures import StoreUnavailable
from chalicelib.aws.mediation_queue import MediationQueue
from chalicelib.domain.case import Case
from chalicelib.domain.deadlines import deadlines, next_to_act
from chalicelib.domain.effects import Effect, effects
from chalicelib.domain.order import OrderFile
from chalicelib.logbook import Logbook
from chalicelib.usecases.order_history import Histories, History
from chalicelib.usecases.whole_case import helpful_pages
from chalicelib.values.identifiers import CaseKey, OrderKey
from chalicelib.views.case import changed_at
from chalicelib.views.messages import message_id, write_request, write_withdrawal
from chalicelib.views.summary import write_summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One message to be sent: a row that was put, else a request or a withdrawal that has no row yet."""

    row: EffectRow | None = None
    asks: Effect | None = None
    takes_back: EffectRow | None = None


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
        # Looked at again after telling: what was told shows in the cases, and may not have stood any more when it went.
        while owed := messages_owed(history):
            for message in owed:
                self._tell(history.file, message)
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

    def _tell(self, file: OrderFile, owed: Owed) -> None:
        row = owed.row
        if row is None:
            written = self._withdrawal(owed.takes_back) if owed.takes_back else self._request(file, owed.asks)
            row = self._effect_rows.put(file.key, written) or written
        if not row.held and row.sent_at is None:
            case = CaseKey(file.key, row.return_id)
            self._queue.send(case, row.message, deduplication_id=message_id(row.message))
            self._effect_rows.mark_sent(file.key, row, at=self._clock())

    def _request(self, file: OrderFile, effect: Effect | None) -> EffectRow:
        assert effect is not None
        now, lateness = self._clock(), effect.case.policy.policy.escalation.lateness
        return EffectRow(
            effect_id=effect.id,
            withdrawal=False,
            return_id=effect.case.key.return_id,
            message=write_request(file, effect, bucket=self._bucket, resources=helpful_pages(effect.case)),
            put_at=now,
            held=effect.due_since is not None and now - effect.due_since > lateness,
        )

    def _withdrawal(self, asked: EffectRow) -> EffectRow:
        now = self._clock()
        return EffectRow(
            effect_id=asked.effect_id,
            withdrawal=True,
            return_id=asked.return_id,
            message=write_withdrawal(asked.message, at=now),
            put_at=now,
        )


def messages_owed(history: History) -> tuple[Owed, ...]:
    """What the outside has to be told still: new requests, rows that were put and not sent, withdrawals."""
    rows = history.rows.effects
    standing = {effect.id: effect for effect in effects(history.file)}
    asked = {row.effect_id for row in rows if not row.withdrawal}
    taken_back = {row.effect_id for row in rows if row.withdrawal}
    new = (Owed(asks=effect) for effect in standing.values() if effect.wanted and effect.id not in asked)
    unsent = (Owed(row=row) for row in rows if not row.held and row.sent_at is None and _still_tells(row, standing))
    fallen = (
        Owed(takes_back=row)
        for row in rows
        if not (row.withdrawal or row.held or row.effect_id in standing or row.effect_id in taken_back)
    )
    return (*new, *unsent, *fallen)


def _still_tells(row: EffectRow, standing: Container[str]) -> bool:
    """A withdrawal is always sent; a request only while it stands, else its withdrawal says all."""
    return row.withdrawal or row.effect_id in standing


def case_row(history: History, case: Case) -> CaseRow:
    """The row that lists and deadlines find a case by; it counts the rows that its fold has seen."""
    running, ringing = deadlines(case), next_to_act(case)
    return CaseRow(
        case=case.key,
        status=case.status,
        changed_at=changed_at(case),
        seen=len(history.rows.events) + len(history.rows.effects),
        summary=write_summary(history.file, case),
        record=case_record(history.file, case).model_dump_json(),
        opened_at=case.opened_at,
        due_at=running[0].at if running else None,
        rings_at=ringing.acts_at if ringing else None,
    )
