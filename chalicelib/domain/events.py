"""Happenings and events: a fact with its date and its author, and the same with its row in the log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeGuard

from typing_extensions import TypeVar

from chalicelib.domain.facts import MARKETPLACE_FACTS, Fact, Unknown
from chalicelib.domain.own_facts import OWN_FACTS
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
        """The case it is about, None for a fact of the whole order."""
        return getattr(self.fact, "return_id", None)

    @property
    def kind(self) -> EventType | None:
        """Its type, where it is one; None for words nobody knows, and for our own words in a stranger's mouth."""
        return None if isinstance(self.fact, Unknown) or self.type not in _PRECEDENCE else EventType(self.type)

    @property
    def place(self) -> tuple[datetime, int, str]:
        """Where it sorts in its order's history; a type nobody knows comes last in its instant."""
        return (self.at, _PRECEDENCE.get(self.type, len(_PRECEDENCE)), self.id)


def tells(event: Event, fact: type[F]) -> TypeGuard[Event[F]]:
    """Tell whether an event carries a fact of this class."""
    return isinstance(event.fact, fact)


def read_marketplace_fact(kind: str, data: Mapping[str, object]) -> tuple[Fact, Party]:
    """Read what a marketplace tells and whose act it was, Unknown for other types; ValidationError for bad data."""
    if kind not in MARKETPLACE_FACTS:
        return Unknown.model_validate(data), Party.PLATFORM
    model, author = MARKETPLACE_FACTS[EventType(kind)]
    return model.model_validate(data), author


def read_own_fact(kind: str, data: Mapping[str, object]) -> Fact:
    """Read what one of our own rows tells; ValueError for a type that is not ours."""
    return OWN_FACTS[EventType(kind)].model_validate(data)
