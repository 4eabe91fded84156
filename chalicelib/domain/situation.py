"""The situation that a command is decided in: a case, its order, the order's other cases, and the present."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from chalicelib.domain.case import Case
from chalicelib.domain.events import Happening
from chalicelib.domain.facts import Fact
from chalicelib.domain.order import OrderFile, OrderRecord
from chalicelib.values.vocabulary import EventType, Party

_MOMENT = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything that a decision, a guard or a rule may look at.

    `as_of` is the present. `at` is the date that an event of ours gets if it is decided now.
    """

    case: Case
    order: OrderRecord
    others: tuple[Case, ...] = ()
    as_of: datetime
    at: datetime

    @classmethod
    def of(cls, file: OrderFile, case: Case, *, now: datetime) -> Self:
        """Look at a case of an order file at an instant."""
        others = tuple(other for other in file.cases.values() if other.key != case.key)
        return cls(case=case, order=file.order, others=others, as_of=now, at=moment_after(file, now))

    @property
    def return_id(self) -> str:
        """The return that the case is about."""
        return self.case.key.return_id

    @property
    def cases(self) -> tuple[Case, ...]:
        """All cases of the order."""
        return (self.case, *self.others)

    def happening(
        self, kind: EventType, fact: Fact, *, by: Party = Party.SELLER, at: datetime | None = None
    ) -> Happening:
        """Make what is decided in this situation. `at` is the date of another party's act, else it is dated now."""
        return Happening(type=kind, at=at or self.at, by=by, fact=fact)


def moment_after(file: OrderFile, now: datetime) -> datetime:
    """Return the date of an event of ours: now, but after the latest instant in the file."""
    return now if file.latest is None else max(now, file.latest + _MOMENT)
