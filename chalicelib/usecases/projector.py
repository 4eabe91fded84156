"""The projector: sends the messages that follow from an order's log, and writes its case rows.

It remembers nothing between two calls. Whatever one call leaves unfinished, the next call finds and finishes.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.advice.case_record import case_record
from chalicelib.advice.whose_turn import is_at_work
from chalicelib.aws.broken_orders import BrokenOrders
from chalicelib.aws.case_items import CaseRow
from chalicelib.aws.case_rows import CaseRows
from chalicelib.aws.effect_rows import EffectRow, EffectRows
from chalicelib.aws.failures import StoreUnavailable
from chalicelib.aws.mediation_queue import MediationQueue
from chalicelib.aws.order_budget import MOST_BYTES, MOST_ROWS, OrderFull, OrderSize
from chalicelib.aws.registry import ConnectionRegistry
from chalicelib.domain.case import Case
from chalicelib.domain.deadlines import deadlines, next_to_act
from chalicelib.domain.effects import Effect, effects
from chalicelib.domain.order import OrderFile
from chalicelib.logbook import Logbook, about
from chalicelib.usecases.order_history import OrderHistories, OrderHistory
from chalicelib.usecases.poison import POISON, report_poison
from chalicelib.usecases.whole_case import helpful_pages
from chalicelib.values.identifiers import CaseKey, OrderKey
from chalicelib.views.case import changed_at
from chalicelib.views.messages import message_id, write_request, write_withdrawal
from chalicelib.views.summary import write_summary


@dataclass(frozen=True, slots=True)
class OwedMessages:
    """The messages of one order that the queue must still get.

    `requests` are wanted and have no row yet. `unsent` are rows that were put and not sent. `withdrawals` are the rows
    of requests that are no longer wanted and have no withdrawal yet.
    """

    requests: tuple[Effect, ...]
    unsent: tuple[EffectRow, ...]
    withdrawals: tuple[EffectRow, ...]

    def __len__(self) -> int:
        return len(self.requests) + len(self.unsent) + len(self.withdrawals)


class Projector:
    """The only writer of effect rows and case rows, and the only sender to the queue."""

    def __init__(
        self,
        *,
        histories: OrderHistories,
        registry: ConnectionRegistry,
        broken_orders: BrokenOrders,
        effect_rows: EffectRows,
        case_rows: CaseRows,
        queue: MediationQueue,
        bucket: str,
        clock: Callable[[], datetime],
        logbook: Logbook,
    ) -> None:
        self._logbook = logbook
        self._histories = histories
        self._registry = registry
        self._broken_orders = broken_orders
        self._effect_rows = effect_rows
        self._case_rows = case_rows
        self._queue = queue
        self._bucket = bucket
        self._clock = clock

    def project(self, order: OrderKey) -> None:
        """Bring messages and case rows up to an order's log.

        After StoreUnavailable the next call finishes it. An order that is full is left alone, and one that comes near
        its budget is marked as full.
        """
        if self._registry.is_full(order):
            return
        try:
            size = self._project(order)
        except OrderFull:
            size = OrderSize(MOST_ROWS, MOST_BYTES)
        if size.is_near and self._registry.mark_full(order, rows=size.rows, size=size.bytes):
            named = {"merchant": order.merchant, "marketplace": order.marketplace, "order": order.order_number}
            self._logbook.alarm("order_full", rows=size.rows, bytes=size.bytes, **named)

    def _project(self, order: OrderKey) -> OrderSize:
        history = self._histories.of(order, as_of=self._clock())
        # The order is read again after sending: a sent message shows in the case, and may be unwanted by now.
        while owed := messages_owed(history):
            for row in self._rows(history.file, owed):
                self._send(order, row)
            history = self._histories.of(order, as_of=self._clock())
        self._save_changed(history)
        return history.rows.size

    def project_batch(self, changes: Iterable[tuple[str, OrderKey]]) -> tuple[str, ...]:
        """Project each order of a stream's batch once and return the sequence numbers to deliver again."""
        first_of: dict[OrderKey, str] = {}
        for sequence, order in changes:
            first_of.setdefault(order, sequence)
        return tuple(sequence for order, sequence in first_of.items() if not self._try_to_project(order))

    def _try_to_project(self, order: OrderKey) -> bool:
        with about(merchant=order.merchant, marketplace=order.marketplace, order=order.order_number):
            try:
                self.project(order)
            except StoreUnavailable as failure:
                self._logbook.failure("projection_delayed", code=failure.code, alarming=failure.needs_person)
                return False
            except POISON as error:
                return self._try_to_set_aside(order, error)
            return True

    def _try_to_set_aside(self, order: OrderKey, error: Exception) -> bool:
        """Set an order aside that breaks our code, so that no other order waits for it."""
        report_poison(self._logbook, order, error)
        try:
            self._broken_orders.add(order, error=type(error).__name__, at=self._clock())
        except StoreUnavailable as failure:
            self._logbook.failure("projection_delayed", code=failure.code, alarming=failure.needs_person)
            return False
        return True

    def _save_changed(self, history: OrderHistory) -> None:
        """Save the case rows that are not stored yet with this content and this count."""
        for case in history.file.cases.values():
            row = case_row(history, case)
            if row not in history.rows.cases:
                self._case_rows.save(row)

    def _rows(self, file: OrderFile, owed: OwedMessages) -> Iterator[EffectRow]:
        """Yield the row of each owed message.

        A message without a row gets its row just before it is sent.
        """
        for effect in owed.requests:
            yield self._put(file.key, self._request(file, effect))
        yield from owed.unsent
        for request in owed.withdrawals:
            yield self._put(file.key, self._withdrawal(request))

    def _put(self, order: OrderKey, row: EffectRow) -> EffectRow:
        """Put a row.

        If another call put it first, that row counts.
        """
        return self._effect_rows.put(order, row) or row

    def _send(self, order: OrderKey, row: EffectRow) -> None:
        if row.held or row.sent_at is not None:
            return
        self._queue.send(CaseKey(order, row.return_id), row.message, deduplication_id=message_id(row.message))
        self._effect_rows.mark_sent(order, row, at=self._clock())
        self._logbook.count(
            "message_sent", kind="messages", effect=row.effect_id, case=CaseKey(order, row.return_id).case_id
        )

    def _request(self, file: OrderFile, effect: Effect) -> EffectRow:
        now, lateness = self._clock(), effect.case.policy.policy.escalation.lateness
        return EffectRow(
            effect_id=effect.id,
            withdrawal=False,
            return_id=effect.case.key.return_id,
            message=write_request(file, effect, bucket=self._bucket, resources=helpful_pages(effect.case)),
            put_at=now,
            held=effect.due_since is not None and now - effect.due_since > lateness,
        )

    def _withdrawal(self, request: EffectRow) -> EffectRow:
        now = self._clock()
        return EffectRow(
            effect_id=request.effect_id,
            withdrawal=True,
            return_id=request.return_id,
            message=write_withdrawal(request.message, at=now),
            put_at=now,
        )


def messages_owed(history: OrderHistory) -> OwedMessages:
    """Compare the effects of the order's file with its effect rows and find the messages to send."""
    current = {effect.id: effect for effect in effects(history.file)}
    rows = history.rows.effects
    return OwedMessages(
        requests=tuple(_new_requests(rows, current)),
        unsent=tuple(_unsent(rows, current)),
        withdrawals=tuple(_unwanted(rows, current)),
    )


def _new_requests(rows: Iterable[EffectRow], current: dict[str, Effect]) -> Iterator[Effect]:
    requested = {row.effect_id for row in rows if not row.withdrawal}
    return (effect for effect in current.values() if effect.wanted and effect.id not in requested)


def _unsent(rows: Iterable[EffectRow], current: dict[str, Effect]) -> Iterator[EffectRow]:
    """Find rows to send: every withdrawal, and a request only while it is wanted.

    Why: a request that is no longer wanted gets a withdrawal, and the two together say nothing new.
    """
    unsent = (row for row in rows if not row.held and row.sent_at is None)
    return (row for row in unsent if row.withdrawal or row.effect_id in current)


def _unwanted(rows: Iterable[EffectRow], current: dict[str, Effect]) -> Iterator[EffectRow]:
    """Find requests that are no longer wanted and have no withdrawal yet."""
    settled = current.keys() | {row.effect_id for row in rows if row.withdrawal}
    return (row for row in rows if not (row.withdrawal or row.held or row.effect_id in settled))


def case_row(history: OrderHistory, case: Case) -> CaseRow:
    """Make the row by which lists and deadlines find a case.

    It counts the rows that its fold has read.
    """
    running, next_deadline = deadlines(case), next_to_act(case)
    return CaseRow(
        case=case.key,
        status=case.status,
        changed_at=changed_at(case),
        seen=len(history.rows.events) + len(history.rows.effects),
        summary=write_summary(history.file, case),
        record=case_record(history.file, case).model_dump_json(),
        opened_at=case.opened_at,
        due_at=running[0].at if running else None,
        expires_at=next_deadline.acts_at if next_deadline else None,
        to_do=is_at_work(history.file, case),
    )
