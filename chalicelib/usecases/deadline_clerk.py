"""The deadline clerk: appends a row when a deadline has expired, so that the projector looks at the case again.

The row itself changes nothing: the fold lets every deadline act at its own instant, whenever somebody reads the case.
Each deadline gets one row, no matter how often or how late the clerk runs.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Final

from chalicelib.aws import keys
from chalicelib.aws.case_rows import CaseRows, DueCase
from chalicelib.aws.failures import StoreUnavailable
from chalicelib.aws.log import OrderLog
from chalicelib.domain.clock import DeadlinePassed
from chalicelib.domain.events import Happening
from chalicelib.logbook import Logbook, about
from chalicelib.usecases.own_rows import own_row
from chalicelib.usecases.poison import POISON, report_poison
from chalicelib.values.vocabulary import EventType, Party

MOST_DEADLINES: Final = 10_000  # of one run, each minute
_AT_ONCE: Final = 32  # writes; one run has 60 seconds
_FEW: Final = 10  # threads would be slower


class DeadlineClerk:
    """Records expired deadlines."""

    def __init__(self, *, case_rows: CaseRows, log: OrderLog, clock: Callable[[], datetime], logbook: Logbook) -> None:
        self._case_rows = case_rows
        self._log = log
        self._clock = clock
        self._logbook = logbook

    def record_expired(self) -> int:
        """Record every deadline that has expired, and count those that were not recorded before.

        If one order cannot be written to now, the others are still recorded, and the next run tries it again. Many are
        recorded at the same time, because each of them only waits for its write.
        """
        now = self._clock()
        due = tuple(islice(self._case_rows.expired(now), MOST_DEADLINES))
        record = partial(self._try_to_record, now=now)
        recorded = self._record_all(record, due)
        if recorded:
            self._logbook.count("deadlines_recorded", kind="deadlines", amount=recorded)
        return recorded

    def _record_all(self, record: Callable[[DueCase], bool], due: tuple[DueCase, ...]) -> int:
        if len(due) <= _FEW:
            return sum(map(record, due))
        with ThreadPoolExecutor(_AT_ONCE) as writers:  # each thread writes its lines with the ids of this one
            return sum(writers.map(lambda context, row: context.run(record, row), [copy_context() for _ in due], due))

    def _try_to_record(self, row: DueCase, now: datetime) -> bool:
        with about(merchant=row.case.order.merchant, case=row.case.case_id):
            try:
                return self._record(row, now)
            except StoreUnavailable as failure:
                self._logbook.failure("deadline_delayed", code=failure.code, alarming=failure.needs_person)
                return False
            except POISON as error:
                report_poison(self._logbook, row.case.order, error)
                return False

    def _record(self, row: DueCase, now: datetime) -> bool:
        case = row.case
        fact = DeadlinePassed(return_id=case.return_id, deadline="next", instant=row.expires_at)
        happening = Happening(type=EventType.DEADLINE_PASSED, at=row.expires_at, by=Party.CLOCK, fact=fact)
        row_id = keys.clock_row(case.return_id, deadline="next", instant=row.expires_at)
        return self._log.append(case.order, own_row(row_id, case.order, happening, received_at=now)) is None
