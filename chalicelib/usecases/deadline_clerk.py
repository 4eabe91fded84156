"""The deadline clerk: appends a row when a deadline has passed, so that the projector looks at the case again.

The row changes nothing by itself: the fold lets deadlines act at their own instants, whenever somebody looks. The same
deadline rings once, however often or late the clerk comes.
"""

from collections.abc import Callable
from datetime import datetime

from chalicelib.aws import keys
from chalicelib.aws.case_rows import CaseRow, CaseRows
from chalicelib.aws.failures import StoreUnavailable
from chalicelib.aws.log import OrderLog
from chalicelib.dialects.delivery import Translation
from chalicelib.domain.clock import ClockRang
from chalicelib.logbook import Logbook
from chalicelib.usecases.own_rows import own_row
from chalicelib.values.vocabulary import EventType, Party


class DeadlineClerk:
    """Rings passed deadlines."""

    def __init__(self, *, case_rows: CaseRows, log: OrderLog, clock: Callable[[], datetime], logbook: Logbook) -> None:
        self._case_rows = case_rows
        self._log = log
        self._clock = clock
        self._logbook = logbook

    def ring(self) -> int:
        """Ring every deadline that has passed; returns how many rang now for the first time.

        An order that cannot be written to now keeps no other from ringing: the next call comes back to it.
        """
        now = self._clock()
        return sum(self._rang(row, now) for row in self._case_rows.ringing(now))

    def _rang(self, row: CaseRow, now: datetime) -> bool:
        try:
            return self._ring(row, now)
        except StoreUnavailable as failure:
            self._logbook.failure("ringing_delayed", code=failure.code, alarming=failure.needs_person)
            return False

    def _ring(self, row: CaseRow, now: datetime) -> bool:
        if row.rings_at is None:
            return False
        case = row.case
        fact = ClockRang(return_id=case.return_id, deadline="next", instant=row.rings_at)
        told = Translation(EventType.CLOCK_RANG, row.rings_at, case.order.order_number, Party.CLOCK, fact)
        row_id = keys.clock_row(case.return_id, deadline="next", instant=row.rings_at)
        return self._log.append(case.order, own_row(row_id, told, received_at=now)) is None
