"""Deadlines: absolute instants that follow from where a case stands and from its policy."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Round
from chalicelib.domain.lifecycle import NEGOTIABLE, WAITS
from chalicelib.domain.lifecycle_rows import Silence, Wait
from chalicelib.domain.policy import Term
from chalicelib.values.vocabulary import Party, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Who must act, by when, what happens if nobody does, and by which rule; `acts_at` is when silence takes effect."""

    name: str
    at: datetime
    who: Party
    if_silent: str
    rule: str
    since: datetime
    acts_at: datetime
    silence: Silence
    subject: str | None = None

    @property
    def mark(self) -> tuple[str, datetime]:
        """What tells this deadline from every other of its case."""
        return (self.name if self.subject is None else f"{self.name}:{self.subject}", self.at)


def deadlines(case: Case) -> tuple[Deadline, ...]:
    """Every deadline that runs or burns, earliest first; those whose silence has acted and changed nothing are gone."""
    found = (*_waits(case), *_offers(case))
    return tuple(sorted((d for d in found if d.mark not in case.passed or _burns_on(d)), key=lambda d: (d.at, d.name)))


def next_to_act(case: Case) -> Deadline | None:
    """The deadline whose silence acts next."""
    waiting = [d for d in (*_waits(case), *_offers(case)) if d.mark not in case.passed]
    return min(waiting, key=lambda d: (d.acts_at, d.name), default=None)


def _burns_on(deadline: Deadline) -> bool:
    return deadline.silence in (Silence.OVERDUE, Silence.CHASE)


def _waits(case: Case) -> Iterator[Deadline]:
    for wait in WAITS:
        since = _SINCE[wait.name](case) if case.status in wait.states else None
        if since is not None:
            yield _deadline(case, wait, since)


def _deadline(case: Case, wait: Wait, since: datetime) -> Deadline:
    policy = case.policy.policy
    term: Term = getattr(policy.deadlines, wait.name)
    at = _set_by_platform(case, wait.name) or max(since + term.length, _not_before(case, wait.name))
    escalates = wait.silence is Silence.ESCALATE
    silence, if_silent = wait.silence, term.silence
    if escalates and not policy.escalation.automatic:
        silence, if_silent = (
            Silence.OVERDUE,
            "the seller has to escalate or agree: this policy does not escalate by itself",
        )
    return Deadline(
        name=wait.name,
        at=at,
        who=wait.who,
        if_silent=if_silent,
        rule=term.rule,
        since=since,
        acts_at=max(at + policy.escalation.grace if escalates else at, since, case.since),
        silence=silence,
    )


def _offers(case: Case) -> Iterator[Deadline]:
    if case.status not in NEGOTIABLE:
        return
    for offer in case.open_offers():
        if offer.expires_at is not None:
            yield Deadline(
                name="offer",
                at=offer.expires_at,
                who=Party.SELLER if offer.by is Party.CUSTOMER else Party.CUSTOMER,
                if_silent="the offer expires",
                rule="G2.3a",
                since=offer.at,
                acts_at=max(offer.expires_at, offer.at),
                silence=Silence.OFFER_EXPIRES,
                subject=offer.offer_id,
            )


def _since_response(case: Case) -> datetime | None:
    return None if case.responded else case.opened_at


def _since_settling(case: Case) -> datetime | None:
    return case.since if case.status is Status.SETTLING else _since_unpaid_ruling(case)


def _since_unpaid_ruling(case: Case) -> datetime | None:
    return case.ruling.decided_at if case.ruling and case.unsettled else None


def _since_asked(case: Case) -> datetime | None:
    return _of_round(case, lambda found: found.filed_at or found.requested_at)


def _since_opened(case: Case) -> datetime | None:
    return _of_round(case, lambda found: found.opened_at)


def _of_round(case: Case, instant: Callable[[Round], datetime | None]) -> datetime | None:
    return (instant(case.pending_round) if case.pending_round else None) or case.since


_SINCE: dict[str, Callable[[Case], datetime | None]] = {
    "respond": _since_response,
    "negotiation": lambda case: case.opened_at,
    "contest": lambda case: case.since,
    "ship_back": lambda case: case.since,
    "inspect": lambda case: case.since,
    "settle": _since_settling,
    "take_up": _since_asked,
    "evidence": _since_opened,
    "ruling": _since_opened,
    "appeal": lambda case: case.ruling.decided_at if case.ruling else case.since,
}


def _set_by_platform(case: Case, name: str) -> datetime | None:
    if name == "evidence" and case.pending_round:
        return case.pending_round.evidence_due
    if name == "appeal" and case.ruling:
        return case.ruling.appeal_until
    return None


def _not_before(case: Case, name: str) -> datetime:
    """A refusal that is contested, or followed by an offer, starts the talking again: it gets the time to respond."""
    answered = case.refusal.answered_at if case.refusal else None
    if name != "negotiation" or answered is None:
        return case.opened_at
    return answered + case.policy.policy.deadlines.respond.length
