"""The clock inside the fold: deadlines that have passed act at their own instants, whenever they are noticed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from chalicelib.domain import rounds as proceedings
from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Entry, OfferStatus
from chalicelib.domain.deadlines import Deadline, next_to_act
from chalicelib.domain.events import Event
from chalicelib.domain.facts import CaseFact
from chalicelib.domain.lifecycle_rows import Silence
from chalicelib.domain.next_status import enter, ruled_outcome
from chalicelib.values.instants import format_instant
from chalicelib.values.vocabulary import Outcome, Party, Status


def run_clock(case: Case, *, before: datetime | None = None, until: datetime | None = None) -> Case:
    """Let every deadline act that passes before an instant, or up to and with it."""
    while (due := next_to_act(case)) is not None:
        if (before is not None and due.acts_at >= before) or (until is not None and due.acts_at > until):
            break
        case = _act(case, due)
    return case


def _act(case: Case, due: Deadline) -> Case:
    acted = _SILENCE[due.silence](replace(case, passed=case.passed | {due.mark}), due)
    changed = "" if acted.status is case.status else f": {case.status} → {acted.status}"
    entry = Entry(
        id=ring_id(case.key.return_id, due),
        at=due.acts_at,
        received_at=due.acts_at,
        by=Party.CLOCK,
        type=f"deadline.{due.name}",
        text=f"the deadline passed: {due.if_silent}",
        effect=f"{due.silence}{changed} ({due.rule})",
        no_effect_because=None,
    )
    return replace(acted, timeline=(*acted.timeline, entry))


def ring_id(return_id: str, due: Deadline) -> str:
    """The id of a deadline's passing: of its entry in the timeline, and of its row in the log."""
    return f"clock.{return_id}.{due.mark[0]}.{format_instant(due.at)}"


def _stay(case: Case, due: Deadline) -> Case:
    del due
    return case


def _escalate(case: Case, due: Deadline) -> Case:
    asked = Event(
        id=ring_id(case.key.return_id, due),
        type="mediation.requested",
        at=due.acts_at,
        received_at=due.acts_at,
        by=Party.CLOCK,
        fact=CaseFact(return_id=case.key.return_id),
    )
    return enter(proceedings.request(case, asked), Status.MEDIATION_REQUESTED, due.acts_at)


def _accept_goods(case: Case, due: Deadline) -> Case:
    return enter(case, Status.SETTLING, due.acts_at)


def _expire_offer(case: Case, due: Deadline) -> Case:
    offer = case.offer(due.subject or "")
    return case.with_offer(replace(offer, status=OfferStatus.EXPIRED)) if offer else case


def _close(outcome: Outcome | None = None) -> Callable[[Case, Deadline], Case]:
    return lambda case, due: enter(case, Status.CLOSED, due.acts_at, outcome=outcome or ruled_outcome(case))


_SILENCE: dict[Silence, Callable[[Case, Deadline], Case]] = {
    Silence.NOTHING: _stay,
    Silence.OVERDUE: _stay,
    Silence.CHASE: _stay,
    Silence.ESCALATE: _escalate,
    Silence.ACCEPT_GOODS: _accept_goods,
    Silence.EXPIRE: _close(Outcome.EXPIRED),
    Silence.STAND_REFUSED: _close(Outcome.REFUSED),
    Silence.STAND_RULED: _close(),
    Silence.OFFER_EXPIRES: _expire_offer,
}
