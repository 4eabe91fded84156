"""A step: what a seller can do next, with the commands for it, by when, and what it costs.

Every step that proposes something names the commands for it. They come from the same table as `available_actions`, so
that no step proposes what would be refused.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from chalicelib.domain.case import Case
from chalicelib.domain.deadlines import deadlines
from chalicelib.domain.guards import available_actions
from chalicelib.domain.lifecycle_rows import Deadline
from chalicelib.domain.order import OrderFile
from chalicelib.domain.situation import Situation
from chalicelib.values.money import Money
from chalicelib.values.sentences import Sentence, say

_NO_TIME = say("no-time", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One next step. `commands` are those that do it, none if it is done outside or is only to wait."""

    sentence: Sentence
    commands: tuple[str, ...] = ()
    by: datetime | None = None
    cost: Money | None = None

    @property
    def text(self) -> str:
        """The sentence in English."""
        return str(self.sentence)


@dataclass(frozen=True)
class Present:
    """The case with what is possible in it now."""

    file: OrderFile
    case: Case

    @cached_property
    def situation(self) -> Situation:
        """The situation in which a command would be decided."""
        return Situation.of(self.file, self.case, now=self.file.as_of)

    @cached_property
    def possible(self) -> frozenset[str]:
        """The commands that a seller can give now."""
        return frozenset(available_actions(self.situation))

    def can(self, *commands: str) -> tuple[str, ...]:
        """Return those of the commands that are possible now."""
        return tuple(command for command in commands if command in self.possible)

    def deadline(self, *names: str) -> Deadline | None:
        """Return the earliest deadline of one of these names."""
        return next((deadline for deadline in deadlines(self.case) if deadline.name in names), None)

    def end(self, *names: str) -> datetime | None:
        """Return when the earliest deadline of one of these names ends."""
        deadline = self.deadline(*names)
        return deadline.at if deadline else None

    def when(self, end: datetime | None) -> Sentence:
        """Say until when, or that the time is over. Nothing without an end."""
        if end is None:
            return _NO_TIME
        if end > self.file.as_of:
            return say("by", " by {at}", at=end)
        return say("overdue", " now, because the time for it was over on {at}", at=end)
