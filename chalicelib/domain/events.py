"""Happenings and events: a fact with its date and its author, and the same with its row in the log."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeGuard

from typing_extensions import TypeVar

from chalicelib.domain.facts import CaseFact, Fact, Unknown
from chalicelib.values.vocabulary import EventType, Party

_PRECEDENCE = {str(kind): place for place, kind in enumerate(EventType)}
UNREADABLE = "unreadable"


F_co = TypeVar("F_co", bound=Fact, default=Fact, covariant=True)
F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening(Generic[F_co]):
    """Something that happened: a fact, its type, its author, and its date by the author's own account."""

    type: str
    at: datetime
    by: Party
    fact: F_co


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Happening[F_co], Generic[F_co]):
    """A happening in the log of an order, with the id of its row and the instant of its receipt."""

    id: str
    received_at: datetime

    @property
    def return_id(self) -> str | None:
        """The case that it is about, or None for a fact of the whole order."""
        return self.fact.return_id if isinstance(self.fact, CaseFact | Unknown) else None

    @property
    def kind(self) -> EventType | None:
        """Its type, or None if the type is unknown, or is one of ours but reported by a stranger."""
        return None if isinstance(self.fact, Unknown) or self.type not in _PRECEDENCE else EventType(self.type)

    @property
    def place(self) -> tuple[datetime, int, str]:
        """The place in the history of its order: by date, type and id. An unknown type comes last in its instant."""
        return (self.at, _PRECEDENCE.get(self.type, len(_PRECEDENCE)), self.id)


def tells(event: Event, fact: type[F]) -> TypeGuard[Event[F]]:
    """Tell whether an event carries a fact of this class."""
    return isinstance(event.fact, fact)
