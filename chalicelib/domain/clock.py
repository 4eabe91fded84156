"""The clock inside the fold: a deadline that has passed acts at its own instant, whenever anybody notices it."""

from dataclasses import fields, replace
from datetime import datetime
from operator import attrgetter

from chalicelib.domain.case import Case
from chalicelib.domain.deadlines import next_to_act
from chalicelib.domain.entries import Entry
from chalicelib.domain.facts import CaseFact
from chalicelib.domain.lifecycle_rows import Deadline
from chalicelib.values.instants import format_instant
from chalicelib.values.sentences import Sentence, say
from chalicelib.values.vocabulary import Party


class DeadlinePassed(CaseFact):
    """A deadline has passed. Its row makes the projector look at the case, and changes nothing by itself."""

    deadline: str
    instant: datetime


# All of a case but its timeline, which no deadline looks at.
_state_of = attrgetter(*(field.name for field in fields(Case) if field.name != "timeline"))


class Clock:
    """The clock of one case while it is folded.

    It looks for the next deadline only after a change. Most events of a long case are messages, which change none.
    """

    def __init__(self) -> None:
        self._state: object = None
        self._due: Deadline | None = None

    def run(self, case: Case, *, before: datetime | None = None, until: datetime | None = None) -> Case:
        """Let each deadline act that passes earlier than `before`, or not later than `until`."""
        while (due := self._next(case)) is not None:
            if (before is not None and due.acts_at >= before) or (until is not None and due.acts_at > until):
                break
            case = _act(case, due)
        return case

    def _next(self, case: Case) -> Deadline | None:
        state = _state_of(case)
        if state != self._state:
            self._state, self._due = state, next_to_act(case)
        return self._due


def passing_id(return_id: str, due: Deadline) -> str:
    """Return the id that a deadline's entry in the timeline and its row in the log share."""
    return f"clock.{return_id}.{due.mark[0]}.{format_instant(due.at)}"


def _act(case: Case, due: Deadline) -> Case:
    acted = due.silence.act(replace(case, acted=case.acted | {due.mark}), due)
    entry = Entry(
        id=passing_id(case.key.return_id, due),
        at=due.acts_at,
        received_at=due.acts_at,
        by=Party.CLOCK,
        type=f"deadline.{due.name}",
        words=say("deadline-passed", "the deadline passed: {silence}", silence=due.sentence),
        sentence=_did(case, acted, due),
        counts=True,
    )
    return replace(acted, timeline=(*acted.timeline, entry))


def _did(before: Case, after: Case, due: Deadline) -> Sentence:
    did = due.silence.sentence
    if after.status is before.status:
        return say("clock-did", "{did} ({rule})", did=did, rule=due.rule)
    words = "{did}: {before} → {after} ({rule})"
    return say("clock-moved", words, did=did, before=before.status, after=after.status, rule=due.rule)
