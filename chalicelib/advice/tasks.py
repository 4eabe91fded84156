"""Tasks: work that only a person can do."""

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Round
from chalicelib.domain.deadlines import deadlines
from chalicelib.domain.waits import CHASE
from chalicelib.values.states import RoundStatus


@dataclass(frozen=True, slots=True)
class Task:
    """Work for a person, with the request that it is about."""

    kind: str
    effect_id: str | None
    text: str


def tasks(case: Case) -> tuple[Task, ...]:
    """Return the work for a person: requests that no machine will file, and a platform that does not answer."""
    return (*_filings(case), *_chases(case))


def _filings(case: Case) -> Iterator[Task]:
    for found in case.rounds:
        if (why := _by_hand(case, found)) is not None:
            what = f"file the {found.kind} with the platform by hand and record the filing: {why}"
            yield Task("file_by_hand", found.effect_id, what)


def _by_hand(case: Case, found: Round) -> str | None:
    if found.status is RoundStatus.FAILED:
        return "filing it failed again and again"
    if found.status is not RoundStatus.REQUESTED:
        return None
    if found.effect_id in case.outbox.held:
        return "its cause was too long ago to file it without a person's look"
    return "this marketplace has no filing endpoint" if found.left_to_person else None


def _chases(case: Case) -> Iterator[Task]:
    effect_id = case.pending_round.effect_id if case.pending_round else None
    for deadline in deadlines(case):
        if deadline.silence is CHASE and deadline.mark in case.passed:
            yield Task("chase_platform", effect_id, f"{deadline.if_silent} ({deadline.rule})")
