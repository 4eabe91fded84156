"""Dead letters: a request that the queue gave up is recorded as failed and stays in the dead letter queue.

There an operator can redrive it. Recourse looks at it again and again, at intervals that grow to one hour, and deletes
it when the request was filed or withdrawn. A withdrawal is deleted at once, with a note that nobody received it.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from chalicelib.aws.effect_rows import EffectRows
from chalicelib.aws.failures import StoreUnavailable
from chalicelib.aws.log import OrderLog
from chalicelib.aws.mediation_queue import MediationQueue, QueuedMessage
from chalicelib.logbook import Logbook, about
from chalicelib.usecases.filing_rows import failed_row, unfiled
from chalicelib.usecases.order_history import OrderHistories
from chalicelib.usecases.poison import POISON, report_poison
from chalicelib.usecases.queued_request import NotOurs, QueuedRequest, read_queued

_FIRST_LOOK = 6  # the receive count goes on in the dead letter queue, after five in the mediation queue
_FIRST_PAUSE = timedelta(seconds=1)
_LONGEST_PAUSE = timedelta(hours=1)  # while a letter is invisible, the letters behind it in its group wait
_DOUBLINGS = 12  # more than an hour


class DeadLetters:
    """Reads the dead letter queue and records what failed."""

    def __init__(
        self,
        *,
        histories: OrderHistories,
        log: OrderLog,
        effect_rows: EffectRows,
        queue: MediationQueue,
        clock: Callable[[], datetime],
        logbook: Logbook,
    ) -> None:
        self._histories = histories
        self._log = log
        self._effect_rows = effect_rows
        self._queue = queue
        self._clock = clock
        self._logbook = logbook

    def record_batch(self, messages: Iterable[QueuedMessage]) -> tuple[str, ...]:
        """Record a batch of dead letters and return the ids of those that stay in the queue."""
        return tuple(message.id for message in messages if not self._settle(message))

    def _settle(self, message: QueuedMessage) -> bool:
        """Record one dead letter.

        Returns False if it stays in the queue.
        """
        settled = self._try_to_settle(message)
        if not settled and not self._queue.hold(message, _pause(message)):
            self._logbook.note("hold_failed")
        return settled

    def _try_to_settle(self, message: QueuedMessage) -> bool:
        try:
            request = read_queued(message.body)
        except NotOurs:
            self._logbook.alarm("dead_letter_not_ours", receives=message.receives)
            return False
        with about(merchant=request.case.order.merchant, case=request.case.case_id, effect=request.effect_id):
            return self._try_to_record(request)

    def _try_to_record(self, request: QueuedRequest) -> bool:
        try:
            return self._drop_withdrawal(request) if request.withdrawal else self._record_failure(request)
        except POISON as error:
            report_poison(self._logbook, request.case.order, error)
        except StoreUnavailable as failure:
            self._logbook.failure("dead_letter_delayed", code=failure.code, alarming=failure.needs_person)
        return False

    def _drop_withdrawal(self, request: QueuedRequest) -> bool:
        """Note that a withdrawal was not received, and delete it.

        Why: its bytes are in its effect row, and in the queue it would only block the next request of its case.
        """
        if self._effect_rows.mark_unreceived(request.case.order, request.effect_id, at=self._clock()):
            self._logbook.alarm("withdrawal_not_received", effect=request.effect_id)
        return True

    def _record_failure(self, request: QueuedRequest) -> bool:
        now = self._clock()
        file = self._histories.of(request.case.order, as_of=now).file
        effect = unfiled(file, request.effect_id)
        if effect is None:
            return True
        if self._log.append(file.key, failed_row(file, effect, now=now)) is None:
            self._logbook.alarm("filing_failed", effect=effect.id)
        return False


def _pause(message: QueuedMessage) -> timedelta:
    doublings = min(max(message.receives - _FIRST_LOOK, 0), _DOUBLINGS)
    return min(_FIRST_PAUSE * (1 << doublings), _LONGEST_PAUSE)
