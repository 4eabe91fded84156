"""Happenings and events: a fact with its date and its author, and the same with its row in the log."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeAlias, TypeGuard

from typing_extensions import TypeVar

from chalicelib.domain.facts import CaseFact, Fact, Unknown
from chalicelib.values.vocabulary import EventType, Party

# The instant it counts at, its own date, the precedence of its type, whether it is ours, its row, and its number in it.
Place: TypeAlias = tuple[datetime, datetime, int, bool, str, int]
_PRECEDENCE = {str(kind): place for place, kind in enumerate(EventType)}
_KINDS = {str(kind): kind for kind in EventType}
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
    """A happening in the log of an order.

    `id` is the id of its row. If a row says several facts, the ids of all but the first end with their `number`. `ours`
    is True for an act of ours, in a row of our own. The customer's word is no act of ours, even if the seller has
    recorded it. `moved_to` is set if it counts at another instant than its own, because of what it answers. `person` is
    who of ours did it, if the key says so.
    """

    id: str
    received_at: datetime
    ours: bool = False
    person: str | None = None
    number: int = 1
    moved_to: datetime | None = None

    @property
    def row(self) -> str:
        """The id of its row."""
        return self.id if self.number == 1 else self.id.removesuffix(f".{self.number}")

    @property
    def receipt(self) -> tuple[datetime, str, int]:
        """The place in the order of receipt. Numbers within a row compare as numbers."""
        return (self.received_at, self.row, self.number)

    @property
    def counts_at(self) -> datetime:
        """The instant at which it counts: its own date, but never later than its receipt. Ours: the date in its row."""
        if self.moved_to is not None:
            return self.moved_to
        return self.at if self.ours else min(self.at, self.received_at)

    @property
    def return_id(self) -> str | None:
        """The case that it is about, or None for a fact of the whole order."""
        return self.fact.return_id if isinstance(self.fact, CaseFact | Unknown) else None

    @property
    def kind(self) -> EventType | None:
        """Its type, or None if the type is unknown, or is one of ours but reported by a stranger."""
        return None if isinstance(self.fact, Unknown) else _KINDS.get(self.type)

    @property
    def place(self) -> Place:
        """The place in the history of its order. An unknown type comes last in its instant."""
        return (self.counts_at, self.at, _PRECEDENCE.get(self.type, len(_PRECEDENCE)), self.ours, self.row, self.number)


def tells(event: Event, fact: type[F]) -> TypeGuard[Event[F]]:
    """Tell whether an event carries a fact of this class."""
    return isinstance(event.fact, fact)
