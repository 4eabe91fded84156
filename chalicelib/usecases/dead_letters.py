"""The undertaker: records as failed what the queue gave up, and leaves the message in the dead letter queue.

There it can be redriven, until its request is filed after all or taken back: the undertaker looks again and again, at
intervals that grow to an hour, and lets it go then. A withdrawal it lets go at once, and notes that nobody was told.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from chalicelib.aws.effect_rows import EffectRows
from chalicelib.aws.failures import StoreUnavailable
from chalicelib.aws.log import OrderLog
from chalicelib.aws.mediation_queue import MediationQueue, QueuedMessage
from chalicelib.logbook import Logbook
from chalicelib.usecases.filing_rows import failed, unfiled
from chalicelib.usecases.order_history import Histories
from chalicelib.usecases.queued_requests import NotOurs, QueuedRequest, read_queued

_FIRST_LOOK = 6  # the dead letter queue goes on counting: five receives came before
_FIRST_PAUSE = timedelta(seconds=1)
_LONGEST_PAUSE = timedelta(hours=1)  # a letter in hand keeps those behind it in its group waiting
_DOUBLINGS = 12  # more than an hour


class Undertaker:
    """Consumes the dead letter queue."""

    def __init__(
        self,
        *,
        histories: Histories,
        log: OrderLog,
        effect_rows: EffectRows,
        dead_letters: MediationQueue,
        clock: Callable[[], datetime],
        logbook: Logbook,
    ) -> None:
        self._histories = histories
        self._log = log
        self._effect_rows = effect_rows
        self._dead_letters = dead_letters
        self._clock = clock
        self._logbook = logbook

    def take(self, messages: Iterable[QueuedMessage]) -> tuple[str, ...]:
        """Look at a batch; the ids of the messages that stay."""
        return tuple(message.id for message in messages if not self._settled(message))

    def _settled(self, message: QueuedMessage) -> bool:
        try:
            over = self._is_over(read_queued(message.body))
        except NotOurs:
            over = False
            self._logbook.alarm("dead_letter_not_ours", receives=message.receives)
        except StoreUnavailable as failure:
            over = False
            self._logbook.failure("burial_delayed", code=failure.code, alarming=failure.needs_person)
        if not over and not self._dead_letters.hold(message, _pause(message)):
            self._logbook.note("hold_failed")
        return over

    def _is_over(self, asked: QueuedRequest) -> bool:
        now = self._clock()
        if asked.withdrawal:  # its bytes stand in its row; here it would only be in the way of the case's next request
            if self._effect_rows.mark_untold(asked.case.order, asked.effect_id, at=now):
                self._logbook.alarm("withdrawal_not_told", effect=asked.effect_id)
            return True
        file = self._histories.of(asked.case.order, as_of=now).file
        effect = unfiled(file, asked.effect_id)
        if effect is None:
            return True
        if self._log.append(file.key, failed(file, effect, now=now)) is None:
            self._logbook.alarm("filing_failed", effect=effect.id)
        return False


def _pause(message: QueuedMessage) -> timedelta:
    doublings = min(max(message.receives - _FIRST_LOOK, 0), _DOUBLINGS)
    return min(_FIRST_PAUSE * (1 << doublings), _LONGEST_PAUSE)
