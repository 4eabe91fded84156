"""The mediation desk: takes requests off the queue and files with the marketplace what still stands.

Nothing is believed but the log: the order is folded again, and what is filed is the message of the effect row, with the
dossier as it stood when that row was put. Killed after filing and before its own row, the desk files the same again
under the same key, and the marketplace has one filing.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from chalicelib.aws.effect_rows import EffectRow
from chalicelib.aws.failures import StoreUnavailable
from chalicelib.aws.log import EventRow, OrderLog
from chalicelib.aws.mediation_queue import MediationQueue, QueuedMessage
from chalicelib.aws.registry import Connection
from chalicelib.domain.effects import Effect
from chalicelib.logbook import Logbook
from chalicelib.usecases.filing_rows import filed, left, unfiled
from chalicelib.usecases.filings import Filings, NotFiled
from chalicelib.usecases.order_history import Histories, History
from chalicelib.usecases.queued_requests import NotOurs, QueuedRequest, read_queued
from chalicelib.views.dossier import show_dossier
from chalicelib.views.messages import write_filing

# After the first failure, the second, and so on; after the last one at once into the dead letter queue. An hour
# brings most endpoints back, and a person still has days.
PAUSES = (timedelta(seconds=30), timedelta(minutes=3), timedelta(minutes=15), timedelta(minutes=40))
_AT_ONCE = timedelta(0)
_FOR_THE_STORES = 8.0  # seconds beside a filing: the order is read, the row appended


class Desk:
    """Files requests, or leaves them to a person where the marketplace has no endpoint."""

    def __init__(
        self,
        *,
        histories: Histories,
        log: OrderLog,
        queue: MediationQueue,
        filings: Filings,
        clock: Callable[[], datetime],
        logbook: Logbook,
    ) -> None:
        self._histories = histories
        self._log = log
        self._queue = queue
        self._filings = filings
        self._clock = clock
        self._logbook = logbook

    def take(self, messages: Iterable[QueuedMessage], *, seconds_left: Callable[[], float]) -> tuple[str, ...]:
        """Deal with a batch; the ids of those to hand out again: what failed, and what is behind it in its group."""
        blocked: dict[str, list[str]] = {}
        for message in messages:
            has_time = seconds_left() > self._filings.longest + _FOR_THE_STORES
            if message.group in blocked or not has_time or not self._dealt_with(message):
                blocked.setdefault(message.group, []).append(message.id)
        return tuple(found for behind in blocked.values() for found in behind)

    def _dealt_with(self, message: QueuedMessage) -> bool:
        try:
            self._deal(read_queued(message.body))
        except NotOurs:
            self._logbook.alarm("message_not_ours", receives=message.receives)
            self._hold(message, _AT_ONCE)
        except NotFiled as failure:
            self._logbook.note("filing_delayed", code=failure.code, receives=message.receives)
            self._hold(message, _pause(message))
        except StoreUnavailable as failure:
            self._logbook.failure("desk_delayed", code=failure.code, alarming=failure.needs_person)
            self._hold(message, _pause(message))
        else:
            return True
        return False

    def _deal(self, asked: QueuedRequest) -> None:
        order = asked.case.order
        history = self._histories.of(order, as_of=self._clock())
        known = {(row.effect_id, row.withdrawal): row for row in history.rows.effects if not row.held}
        row = known.get((asked.effect_id, asked.withdrawal))
        if row is None:
            self._logbook.alarm("effect_unknown", effect=asked.effect_id)
            return
        connection = self._filings.connection(order)
        if not row.withdrawal:
            self._file(history, row, connection)
        elif connection is not None:  # even where no filing is on record: that row may be the one that got lost
            self._filings.withdraw(connection, row.message)

    def _file(self, history: History, row: EffectRow, connection: Connection | None) -> None:
        effect = unfiled(history.file, row.effect_id)
        if effect is None:
            return  # filed before, taken back, or the platform has taken the case up by itself
        if connection is None:
            self._append(history, left(history.file, effect, now=self._clock()))
        else:
            reference = self._filings.file(connection, self._filing(history, row, effect))
            self._append(history, filed(history.file, effect, reference, now=self._clock()))

    def _filing(self, history: History, row: EffectRow, effect: Effect) -> bytes:
        """Frozen as it was asked, so that every repetition says the same; the request counts on any clock."""
        asked_at = max(row.put_at, effect.round.requested_at or row.put_at)
        file = self._histories.back_then(history, asked_at)
        case = file.cases.get(row.return_id, effect.case)
        return write_filing(row.message, show_dossier(file, case, now=asked_at))

    def _append(self, history: History, row: EventRow) -> None:
        """A row that stands already, from an earlier try or a person's hand, says the same."""
        self._log.append(history.file.key, row)

    def _hold(self, message: QueuedMessage, time: timedelta) -> None:
        if not self._queue.hold(message, time):
            self._logbook.note("hold_failed")


def _pause(message: QueuedMessage) -> timedelta:
    return PAUSES[message.receives - 1] if message.receives <= len(PAUSES) else _AT_ONCE
