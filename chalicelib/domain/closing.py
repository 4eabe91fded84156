"""Closing: the seller closes a case with its root cause, to learn from it (G3.1)."""

from dataclasses import replace
from typing import Literal

from chalicelib.domain.case import Case
from chalicelib.domain.commands import Command, FilledText
from chalicelib.domain.events import Event, Happening
from chalicelib.domain.facts import CaseFact, Text
from chalicelib.domain.flags import Review
from chalicelib.domain.lifecycle_rows import Change, Guard, NoEffect, applies_to
from chalicelib.domain.situation import Situation
from chalicelib.values.sentences import Sentence, say
from chalicelib.values.vocabulary import EventType

_OPEN_AGAIN = "the seller closed the case, but what came late is dated before that: the case is {status}"


class CaseClosed(CaseFact):
    """The seller closes a case, or states the root cause of a closed one (G3.1)."""

    root_cause: Text
    lesson: Text | None = None

    @property
    def words(self) -> str | None:
        """The root cause."""
        return self.root_cause


class CloseCase(Command):
    """Close a case with its root cause, or state the root cause of a closed one (G3.1)."""

    command: Literal["close_case"]
    root_cause: FilledText
    lesson: Text | None = None


@applies_to(CaseClosed)
def close(case: Case, event: Event[CaseClosed]) -> Change:
    """Keep the root cause. A closed case keeps its first one, and a case that was opened again can get another."""
    if case.root_cause is not None and not case.is_open:
        return NoEffect(say("root-cause-known", "its root cause is on record already"))
    return replace(case, root_cause=event.fact.root_cause, lesson=event.fact.lesson)


@applies_to(CaseClosed)
def keep_root_cause(case: Case, event: Event[CaseClosed]) -> Change:
    """Keep the root cause of a case that was closed, and is open because of what came late. A person looks at it."""
    kept = replace(case, root_cause=event.fact.root_cause, lesson=event.fact.lesson)
    return kept.flagged(Review("G3.1", say("closed-and-open-again", _OPEN_AGAIN, status=case.status), event.id))


def close_case(situation: Situation, command: CloseCase) -> Happening:
    """Close the case with its root cause."""
    fact = CaseClosed(return_id=situation.return_id, root_cause=command.root_cause, lesson=command.lesson)
    return situation.happening(EventType.CASE_CLOSED, fact)


def _root_cause_known(situation: Situation) -> Sentence | None:
    case = situation.case
    return (
        say("root-cause-known", "its root cause is on record already")
        if case.root_cause is not None and not case.is_open
        else None
    )


ROOT_CAUSE_OPEN = Guard(
    "G3.1", "root-cause-open", "the case is open, or its root cause is not on record yet", _root_cause_known
)
