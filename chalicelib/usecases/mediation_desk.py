"""The mediation desk: files queued requests with the marketplace, if they are still wanted.

The desk believes only the log. It folds the order again and files the message of the effect row, with the dossier as
it was when that row was put. If the desk is killed after filing and before it appends its own row, it files the same
message again under the same key, and the marketplace has one filing.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from chalicelib.aws.effect_rows import EffectRow
from chalicelib.aws.failures import StoreUnavailable
from chalicelib.aws.log import OrderLog
from chalicelib.aws.mediation_queue import MediationQueue, QueuedMessage
from chalicelib.aws.registry import Connection
from chalicelib.domain.effects import Effect
from chalicelib.logbook import Logbook, about
from chalicelib.usecases.filing_rows import filed_row, left_to_person_row, unfiled
from chalicelib.usecases.filings import Filings, NotFiled
from chalicelib.usecases.order_history import OrderHistories, OrderHistory
from chalicelib.usecases.poison import POISON, report_poison
from chalicelib.usecases.queued_request import NotOurs, QueuedRequest, read_queued
from chalicelib.views.dossier import show_dossier
from chalicelib.views.messages import write_filing, write_withdrawal_filing

# The pauses after the first failure, the second, and so on. After the last one the message goes to the dead letter
# queue at once. Most endpoints are back within an hour, and a person still has days.
PAUSES = (timedelta(seconds=30), timedelta(minutes=3), timedelta(minutes=15), timedelta(minutes=40))
_AT_ONCE = timedelta(0)
_FOR_THE_STORES = 8.0  # seconds in addition to a filing, to read the order and to append the row


class MediationDesk:
    """Files requests, or leaves them to a person if the marketplace has no endpoint."""

    def __init__(
        self,
        *,
        histories: OrderHistories,
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

    def file_batch(self, messages: Iterable[QueuedMessage], *, seconds_left: Callable[[], float]) -> tuple[str, ...]:
        """File a batch of requests and return the ids of the messages that the queue must deliver again.

        These are the messages that failed, and the messages behind them in their groups.
        """
        blocked: dict[str, list[str]] = {}
        for message in messages:
            has_time = seconds_left() > self._filings.longest + _FOR_THE_STORES
            if message.group in blocked or not has_time or not self._try_to_file(message):
                blocked.setdefault(message.group, []).append(message.id)
        return tuple(message_id for group in blocked.values() for message_id in group)

    def _try_to_file(self, message: QueuedMessage) -> bool:
        try:
            request = read_queued(message.body)
        except NotOurs:
            self._logbook.alarm("message_not_ours", receives=message.receives)
            self._hold(message, _AT_ONCE)
            return False
        with about(merchant=request.case.order.merchant, case=request.case.case_id, effect=request.effect_id):
            return self._try_to_execute(message, request)

    def _try_to_execute(self, message: QueuedMessage, request: QueuedRequest) -> bool:
        try:
            self._execute(request)
        except POISON as error:
            report_poison(self._logbook, request.case.order, error)
            self._hold(message, _pause(message))
        except NotFiled as failure:
            self._logbook.note("filing_delayed", code=failure.code, receives=message.receives)
            self._hold(message, _pause(message))
        except StoreUnavailable as failure:
            self._logbook.failure("mediation_delayed", code=failure.code, alarming=failure.needs_person)
            self._hold(message, _pause(message))
        else:
            return True
        return False

    def _execute(self, request: QueuedRequest) -> None:
        order = request.case.order
        self._log.require_room(order)  # a filing whose row cannot be written would be filed again
        history = self._histories.of(order, as_of=self._clock())
        sent = {(row.effect_id, row.withdrawal): row for row in history.rows.effects if not row.held}
        row = sent.get((request.effect_id, request.withdrawal))
        if row is None:
            self._logbook.alarm("effect_unknown", effect=request.effect_id)
            return
        connection = self._filings.connection(order, history.told_by(row.return_id))
        if not row.withdrawal:
            self._file(history, row, connection)
        elif connection is not None:  # even if the log has no filing, because exactly that row may be missing
            self._filings.withdraw(connection, write_withdrawal_filing(row.message))

    def _file(self, history: OrderHistory, row: EffectRow, connection: Connection | None) -> None:
        effect = unfiled(history.file, row.effect_id)
        if effect is None:
            return  # filed before, withdrawn, or the platform opened a mediation itself
        if connection is None:
            result = left_to_person_row(history.file, effect, now=self._clock())
        else:
            reference = self._filings.file(connection, self._message(history, row, effect))
            result = filed_row(history.file, effect, reference, now=self._clock())
        # If a row with this id exists already, from an earlier attempt or a person's command, it says the same.
        self._log.append(history.file.key, result)

    def _message(self, history: OrderHistory, row: EffectRow, effect: Effect) -> bytes:
        """Write the filing as of the instant of its request, so that every repetition sends the same bytes.

        Why the later of two instants: on a machine whose clock is behind, the row is older than its own request.
        """
        asked_at = max(row.put_at, effect.round.requested_at or row.put_at)
        file = self._histories.back_then(history, asked_at)
        case = file.cases.get(row.return_id, effect.case)
        return write_filing(row.message, show_dossier(file, case, now=asked_at))

    def _hold(self, message: QueuedMessage, time: timedelta) -> None:
        if not self._queue.hold(message, time):
            self._logbook.note("hold_failed")


def _pause(message: QueuedMessage) -> timedelta:
    return PAUSES[message.receives - 1] if message.receives <= len(PAUSES) else _AT_ONCE
