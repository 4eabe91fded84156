"""Reading: lists from the case rows, one case from its log."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.usecases.case_commands import UnknownCase
from chalicelib.usecases.order_history import Histories, History
from chalicelib.values.identifiers import CaseKey


@dataclass(frozen=True, slots=True)
class CaseReading:
    """A case with the history around it, and the instant it was read as of."""

    history: History
    case: Case
    now: datetime


class Reading:
    """Reads cases: one Query, always current."""

    def __init__(self, *, histories: Histories, clock: Callable[[], datetime]) -> None:
        self._histories = histories
        self._clock = clock

    def case(self, key: CaseKey) -> CaseReading:
        """Read a case as it is now; UnknownCase."""
        now = self._clock()
        history = self._histories.of(key.order, as_of=now)
        case = history.file.cases.get(key.return_id)
        if case is None:
            raise UnknownCase
        return CaseReading(history, case, now)
