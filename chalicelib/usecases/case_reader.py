"""The case reader: one case as its log says now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from chalicelib.domain.case import Case
from chalicelib.usecases.case_errors import UnknownCase
from chalicelib.usecases.order_history import OrderHistories, OrderHistory
from chalicelib.values.identifiers import CaseKey


@dataclass(frozen=True, slots=True)
class CaseReading:
    """A case with the history of its order, as of an instant."""

    history: OrderHistory
    case: Case
    now: datetime

    @classmethod
    def of(cls, history: OrderHistory, key: CaseKey) -> Self:
        """Read a case of an order that was just read."""
        return cls(history, history.file.cases[key.return_id], history.file.as_of)


class CaseReader:
    """Reads cases from their logs with one Query, so that they are always current."""

    def __init__(self, *, histories: OrderHistories, clock: Callable[[], datetime]) -> None:
        self._histories = histories
        self._clock = clock

    def read(self, key: CaseKey) -> CaseReading:
        """Read a case as it is now.

        Raises UnknownCase if the merchant has no such case.
        """
        now = self._clock()
        history = self._histories.of(key.order, as_of=now, damaged_too=True)
        case = history.file.cases.get(key.return_id)
        if case is None:
            raise UnknownCase
        return CaseReading(history, case, now)
