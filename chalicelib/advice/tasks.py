"""Tasks: work that only a person can do."""

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Round
from chalicelib.domain.deadlines import deadlines, unknown_deadlines
from chalicelib.domain.waits import CHASE
from chalicelib.values.states import RoundStatus
from chalicelib.values.vocabulary import Favour

_DAYS = {
    "respond": "respond",
    "negotiation": "negotiate",
    "ship_back": "send the goods back",
    "evidence": "hand in evidence",
    "appeal": "appeal",
}


@dataclass(frozen=True, slots=True)
class Task:
    """Work for a person, with the request that it is about."""

    kind: str
    effect_id: str | None
    text: str


def tasks(case: Case) -> tuple[Task, ...]:
    """Return the work for a person: requests that no machine will file, and a platform that does not answer."""
    return (*_filings(case), *_chases(case), *_unknown_days(case))


def _filings(case: Case) -> Iterator[Task]:
    for round_ in case.rounds:
        if (why := _by_hand(case, round_)) is not None:
            what = f"file the {round_.kind} with the platform by hand and record the filing, because {why}"
            yield Task("file_by_hand", round_.effect_id, what)


def _by_hand(case: Case, round_: Round) -> str | None:
    if round_.status is RoundStatus.FAILED:
        return "every attempt to file it failed"
    if round_.status is not RoundStatus.REQUESTED:
        return None
    if round_.effect_id in case.outbox.held:
        return "its cause is so old that a person has to look first"
    return "this marketplace has no filing endpoint" if round_.left_to_person else None


def _chases(case: Case) -> Iterator[Task]:
    effect_id = case.pending_round.effect_id if case.pending_round else None
    for deadline in deadlines(case):
        if deadline.silence is CHASE and deadline.mark in case.acted:
            yield Task("chase_platform", effect_id, f"{deadline.if_silent} ({deadline.rule})")


def _unknown_days(case: Case) -> Iterator[Task]:
    is_won = case.ruling is not None and case.ruling.in_favour_of is Favour.SELLER
    names = [_DAYS[name] for name in unknown_deadlines(case) if not (is_won and name == "appeal")]
    if names:
        what = f"it is unknown how many days {case.key.order.marketplace} gives to {' and to '.join(names)}"
        yield Task("set_days", None, f"{what}: set them in your policy, and nothing is filed by itself until then")
