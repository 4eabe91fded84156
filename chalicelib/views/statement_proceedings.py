"""Proceedings before the platform, in the policy statement."""

from collections.abc import Iterator
from typing import Final

from chalicelib.domain.policy import Policy
from chalicelib.values.sentences import Count, say
from chalicelib.views.statement_points import NOTHING, Point, afterwards, checklist, point


def proceedings(policy: Policy) -> Iterator[Point]:
    """Yield what the platform does, and whether we appeal."""
    terms = policy.deadlines
    taken_up, ruled, evidence = (Count(term.days, "day") for term in (terms.take_up, terms.ruling, terms.evidence))
    words = "If the platform has not begun after {days}, we ask it again."
    yield point(terms.take_up, say("the-platform", "The platform"), say("taking-up", words, days=taken_up))
    shown = say("evidence-text", _SHOWN, days=evidence, then=afterwards(terms.evidence))
    yield point(terms.evidence, say("evidence-label", "Evidence"), shown)
    words = "If the platform has not decided after {days}, we ask it again."
    yield point(terms.ruling, say("its-decision", "Its decision"), say("deciding", words, days=ruled))
    yield from _appeals(policy)


_SHOWN: Final = (
    "You and we can show evidence until the day that the platform sets, or for {days} if it sets none. After that:"
    " {then}."
)


def _appeals(policy: Policy) -> Iterator[Point]:
    appeals, term = policy.appeals, policy.deadlines.appeal
    label = say("another-decision", "Another decision")
    if not appeals.rounds:
        yield point(appeals, label, say("no-appeal", "We do not ask the platform to change a decision."))
        return
    times = say("once", "once") if appeals.rounds == 1 else say("up-to", "up to {times} times", times=appeals.rounds)
    words = " We do so only if we can show {needed}."
    needed = say("only-with", words, needed=checklist(appeals.evidence)) if appeals.evidence else NOTHING
    words = "If we think that a decision is wrong, we can ask the platform {times} to change it.{needed}"
    yield point(appeals, label, say("appeal-text", words, times=times, needed=needed))
    until = say("appeal-time-text", _UNTIL, days=Count(term.days, "day"), then=afterwards(term))
    yield point(term, say("appeal-time", "Time for that"), until)


_UNTIL: Final = "Until the day that the platform sets, or for {days} if it sets none. After that: {then}."
