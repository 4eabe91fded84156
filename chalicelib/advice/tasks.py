"""Tasks: work that only a person can do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.appeals import is_won
from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Round
from chalicelib.domain.deadlines import deadlines, to_file_by, unknown_deadlines
from chalicelib.domain.lifecycle_rows import Deadline
from chalicelib.domain.settlement import lacks_amount
from chalicelib.domain.waits import CHASE
from chalicelib.values.sentences import Sentence, Term, say
from chalicelib.values.states import RoundStatus

_DAYS = {
    "respond": say("days-respond", "to respond"),
    "negotiation": say("days-negotiation", "to negotiate"),
    "ship_back": say("days-ship-back", "to send the goods back"),
    "evidence": say("days-evidence", "to hand in evidence"),
    "appeal": say("days-appeal", "to object to a ruling"),
}


class TaskKind(StrEnum):
    """The kind of work that only a person can do."""

    FILE_BY_HAND = "file_by_hand"
    CHASE_PLATFORM = "chase_platform"
    SET_DAYS = "set_days"
    FIND_OUT_AMOUNT = "find_out_amount"


@dataclass(frozen=True, slots=True)
class Task:
    """Work for a person, with the request that it is about, and by when it has to be done."""

    kind: TaskKind
    effect_id: str | None
    sentence: Sentence
    by: datetime | None = None

    @property
    def text(self) -> str:
        """The sentence in English."""
        return str(self.sentence)


def tasks(case: Case) -> tuple[Task, ...]:
    """Return the work for a person.

    These are requests that no machine will file, a platform that does not answer, days that nobody knows, and a ruling
    without an amount.
    """
    return (*_filings(case), *_chases(case), *_unknown_days(case), *_amounts(case))


def _filings(case: Case) -> Iterator[Task]:
    for round_ in case.rounds:
        why = _by_hand(case, round_)
        if why is not None:
            end = to_file_by(case, round_)
            until = say("by", " by {at}", at=end) if end else say("no-time", "")
            yield Task(TaskKind.FILE_BY_HAND, round_.effect_id, say("file-by-hand", _FILE, until=until, why=why), end)


def _by_hand(case: Case, round_: Round) -> Sentence | None:
    if round_.status is RoundStatus.FAILED:
        return say("filing-failed", "every attempt to file it failed")
    if round_.status is not RoundStatus.REQUESTED:
        return None
    if round_.effect_id in case.outbox.held:
        return say("cause-old", "its cause is so old that a person has to look first")
    return say("no-endpoint", "this marketplace has no filing endpoint") if round_.left_to_person else None


def _chases(case: Case) -> Iterator[Task]:
    effect_id = case.pending_round.effect_id if case.pending_round else None
    for deadline in deadlines(case):
        if deadline.silence is CHASE and deadline.mark in case.acted:
            yield Task(TaskKind.CHASE_PLATFORM, effect_id, _chase(deadline))


def _chase(deadline: Deadline) -> Sentence:
    what = deadline.if_silent
    said = Term(what[:1].upper() + what[1:])
    return say("chase", "{what}. Its time was over on {at}.", what=said, at=deadline.at)


def _unknown_days(case: Case) -> Iterator[Task]:
    names = (name for name in unknown_deadlines(case) if not (name == "appeal" and is_won(case)))
    acts = tuple(_DAYS[name] for name in names)
    if acts:
        yield Task(
            TaskKind.SET_DAYS, None, say("set-days", _SET_DAYS, marketplace=case.key.order.marketplace, acts=acts)
        )


def _amounts(case: Case) -> Iterator[Task]:
    if lacks_amount(case):
        yield Task(TaskKind.FIND_OUT_AMOUNT, None, say("find-out-amount", _FIND_OUT))


_FILE = (
    "File your request with the platform by hand{until}, because {why}. Then let the desk or an operator record it with"
    " the platform's reference."
)
_SET_DAYS = (
    "It is unknown how many days {marketplace} gives {acts:and}. Set them in your policy: until then nothing is filed"
    " by itself."
)
_FIND_OUT = "Ask the platform how much the customer gets: the ruling names no amount. Then pay it, and record it."
