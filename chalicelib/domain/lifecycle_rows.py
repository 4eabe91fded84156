"""The kinds of rows that the lifecycle's tables are written in.

Each row carries its functions. `applies_to` and `ask` compare, for the type checker, the fact or command of a row with
what its function takes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, TypeVar, get_args

from chalicelib.domain.case import Case
from chalicelib.domain.commands import Command
from chalicelib.domain.events import Event, Happening, tells
from chalicelib.domain.facts import Fact
from chalicelib.domain.flags import Review
from chalicelib.domain.order import OrderRecord
from chalicelib.domain.policy import Term, Terms
from chalicelib.domain.situation import Situation
from chalicelib.values.every import those
from chalicelib.values.sentences import Sentence
from chalicelib.values.vocabulary import EventType, Outcome, Party, Status

F = TypeVar("F", bound=Fact)
C = TypeVar("C", bound=Command)
ANYONE = those(
    Party,
    {
        Party.CUSTOMER: True,
        Party.SELLER: True,
        Party.PLATFORM: True,
        Party.CLOCK: True,
        Party.SYSTEM: True,
    },
)


@dataclass(frozen=True, slots=True)
class NoEffect:
    """An event changes nothing, for this reason. `review` is set if a person has to know of it.

    `kept` is the case with what is kept of the event although it changes nothing else.
    """

    sentence: Sentence
    review: Review | None = None
    kept: Case | None = None

    @property
    def because(self) -> str:
        """The reason in English."""
        return str(self.sentence)


Change: TypeAlias = Case | NoEffect
Changing: TypeAlias = Callable[[Case, Event], Change]


def applies_to(fact: type[F]) -> Callable[[Callable[[Case, Event[F]], Change]], Changing]:
    """Let a function that takes events with one class of fact stand in a row. Raises TypeError for other facts."""

    def decorate(change: Callable[[Case, Event[F]], Change]) -> Changing:
        def change_by(case: Case, event: Event) -> Change:
            if not tells(event, fact):
                raise TypeError(f"{event.type} carries {type(event.fact).__name__}, not {fact.__name__}")
            return change(case, event)

        return change_by

    return decorate


def unchanged(case: Case, _event: Event) -> Case:
    """Return the case as it is, for events that are only kept in its timeline."""
    return case


@dataclass(frozen=True, slots=True)
class Fork:
    """A next state that depends on the case. `status` returns None if the case stays in its state."""

    words: str
    status: Callable[[Case, OrderRecord], Status | None]

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An event counts in these states. The row says what it changes, and to which state it leads (None: no other).

    `outlasts` are the ends after which the event counts all the same. An end that is dated before it does not undo
    it, and a person looks at the case.
    """

    on: EventType
    by: frozenset[Party] = ANYONE
    sources: frozenset[Status]
    to: Status | Fork | None
    does: str
    rule: str
    outlasts: frozenset[Outcome] = frozenset()
    change: Changing

    @property
    def sentence(self) -> Sentence:
        """The words as a sentence."""
        return Sentence(f"did-{self.on.replace('.', '-').replace('_', '-')}", self.does)


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition for a command besides the state. `objection` returns why it does not hold, or None.

    `name` stays the same if the words change.

    `late` is True if a fact that comes late can remove the ground of an act that is already decided.
    """

    rule: str
    name: str
    words: str
    objection: Callable[[Situation], Sentence | None]
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A command: its states, its guards, the events that it makes, and its decision. `desk`: not for sellers."""

    command: str
    asked: type[Command]
    sources: frozenset[Status]
    guards: tuple[Guard, ...]
    rule: str
    makes: tuple[EventType, ...]
    desk: bool
    decide: Callable[[Situation, Command], Happening]


def ask(
    asked: type[C],
    sources: frozenset[Status],
    guards: tuple[Guard, ...],
    rule: str,
    makes: tuple[EventType, ...],
    decide: Callable[[Situation, C], Happening],
    *,
    desk: bool = False,
) -> Ask:
    """Make the row of a command."""

    def decide_by(situation: Situation, command: Command) -> Happening:
        if not isinstance(command, asked):
            raise TypeError(f"{command.command} is not {asked.__name__}")
        return decide(situation, command)

    (name,) = get_args(asked.model_fields["command"].annotation)
    return Ask(
        command=name,
        asked=asked,
        sources=sources,
        guards=guards,
        rule=rule,
        makes=makes,
        desk=desk,
        decide=decide_by,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A change by the clock when a deadline passes and nobody has acted.

    `code` stays the same in every language. `stays` is True if the deadline stays on the list after it has passed.
    `to` is the state it leads to, if it leads anywhere.
    """

    code: str
    words: str
    act: Callable[[Case, "Deadline"], Case] = lambda case, _deadline: case
    stays: bool = False
    to: Status | None = None

    @property
    def sentence(self) -> Sentence:
        """The words as a sentence."""
        return Sentence(f"silence-{self.code}", self.words)

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Wait:
    """A deadline while a case is in one of these states: who must act, since when, and what silence does.

    `since` returns None if the deadline does not run. `term` reads its length from the policy. `end` returns an end
    that the policy does not set, such as the platform's own, or None.
    """

    name: str
    states: frozenset[Status]
    who: Party
    since: Callable[[Case], datetime | None]
    term: Callable[[Terms], Term]
    silence: Silence
    end: Callable[[Case], datetime | None] = lambda _case: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """An instant by which somebody must act. `acts_at` is when silence takes effect. `subject` is an offer's id."""

    name: str
    at: datetime
    who: Party
    sentence: Sentence
    rule: str
    since: datetime
    acts_at: datetime
    silence: Silence
    subject: str | None = None

    @property
    def if_silent(self) -> str:
        """The words for silence in English."""
        return str(self.sentence)

    @property
    def mark(self) -> tuple[str, datetime]:
        """The name and instant that distinguish this deadline from every other of its case."""
        return (self.name if self.subject is None else f"{self.name}:{self.subject}", self.at)
