"""Deadlines: absolute instants that follow from the state of a case and from its policy."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Round
from chalicelib.domain.lifecycle import WAITS
from chalicelib.domain.lifecycle_rows import Deadline, Wait
from chalicelib.domain.rounds import knows_days
from chalicelib.domain.waits import ESCALATE, HELD, OFFER_EXPIRES, OVERDUE
from chalicelib.values.sentences import say, text
from chalicelib.values.states import NEGOTIABLE
from chalicelib.values.vocabulary import Party

# These days belong to a marketplace. All others are our own, or the merchant's.
_OF_PLATFORMS = frozenset({"respond", "negotiation", "ship_back", "evidence", "appeal"})
_HELD = 'nothing is filed by itself, because the platform says "{word}": a person has to decide'
_OFFER = "offer"
_BY_HAND = say("filed-by-hand", "nothing is filed by itself under this policy: a person has to decide")
NAMES = (*dict.fromkeys(wait.name for wait in WAITS), _OFFER)  # of all deadlines
# Codes of everything that silence does.
SILENCES = tuple(dict.fromkeys(each.code for each in (*(wait.silence for wait in WAITS), HELD, OVERDUE, OFFER_EXPIRES)))


def deadlines(case: Case) -> tuple[Deadline, ...]:
    """Return every deadline that runs or is overdue, earliest first. A deadline that has passed and acted is gone."""
    found = (*_waits(case), *_offers(case))
    shown = (deadline for deadline in found if deadline.mark not in case.acted or deadline.silence.stays)
    return tuple(sorted(shown, key=lambda deadline: (deadline.at, deadline.name)))


def next_to_act(case: Case) -> Deadline | None:
    """Return the deadline whose silence acts next, or None."""
    found = (*_waits(case), *_offers(case))
    waiting = [deadline for deadline in found if deadline.mark not in case.acted and deadline.silence is not HELD]
    return min(waiting, key=lambda deadline: (deadline.acts_at, deadline.name), default=None)


def _waits(case: Case) -> Iterator[Deadline]:
    for wait in WAITS:
        since = wait.since(case) if case.status in wait.states else None
        if since is not None and not _is_unknown(case, wait):
            yield _deadline(case, wait, since)


def unknown_deadlines(case: Case) -> tuple[str, ...]:
    """Return the names of the deadlines that run now and of which nobody knows the days."""
    running = (wait for wait in WAITS if case.status in wait.states and wait.since(case) is not None)
    return tuple(wait.name for wait in running if _is_unknown(case, wait))


def _is_unknown(case: Case, wait: Wait) -> bool:
    """Tell whether a deadline is the platform's, which has not told it, and the policy is of another platform."""
    return wait.name in _OF_PLATFORMS and not knows_days(case) and wait.end(case) is None


def _deadline(case: Case, wait: Wait, since: datetime) -> Deadline:
    policy = case.policy.policy
    term = wait.term(policy.deadlines)
    at = wait.end(case) or max(since + term.length, _not_before(case, wait.name))
    deadline = Deadline(
        name=wait.name,
        at=at,
        who=wait.who,
        sentence=text(_silence_of_platform(case, wait.name) or term.silence),
        rule=term.rule,
        since=since,
        acts_at=max(at, since, case.since),
        silence=wait.silence,
    )
    return _escalation(case, deadline) if wait.silence is ESCALATE else deadline


def _escalation(case: Case, deadline: Deadline) -> Deadline:
    """Let the clock escalate after the grace, unless the policy or a platform's word does not let it."""
    escalation, hold = case.policy.policy.escalation, case.hold
    ended_at = hold.ended_at if hold is not None and hold.ended_at is not None else deadline.at
    acts_at = max(max(deadline.at, ended_at) + escalation.grace, deadline.since, case.since)
    if not escalation.automatic:
        return replace(deadline, acts_at=acts_at, silence=OVERDUE, sentence=_BY_HAND)
    if hold is not None and hold.lasts:
        held = say("held-by-platform", _HELD, word=hold.word)
        return replace(deadline, acts_at=acts_at, silence=HELD, sentence=held)
    return replace(deadline, acts_at=acts_at)


def _offers(case: Case) -> Iterator[Deadline]:
    if case.status not in NEGOTIABLE:
        return
    for offer in case.open_offers():
        if offer.expires_at is not None:
            yield Deadline(
                name=_OFFER,
                at=offer.expires_at,
                who=Party.SELLER if offer.by is Party.CUSTOMER else Party.CUSTOMER,
                sentence=OFFER_EXPIRES.sentence,
                rule="G2.3a",
                since=offer.at,
                acts_at=max(offer.expires_at, offer.at),
                silence=OFFER_EXPIRES,
                subject=offer.offer_id,
            )


def to_file_by(case: Case, round_: Round) -> datetime | None:
    """Return until when a person has to file our request, or None if it is filed or no longer waits."""
    if round_ != case.pending_round:
        return None
    return next((deadline.at for deadline in deadlines(case) if deadline.name == "to_file"), None)


def _silence_of_platform(case: Case, name: str) -> str | None:
    """Return what the platform itself does after its deadline, if it said so."""
    return case.platform_deadline.if_silent if name == "respond" and case.platform_deadline else None


def _not_before(case: Case, name: str) -> datetime:
    """Return the earliest end. Both get the time to respond again after a contested refusal or an offer after it.

    The same holds if the case was reopened.
    """
    again = (case.refusal.answered_at if case.refusal else None, case.reopened_at)
    starts = [start for start in again if start is not None]
    if name != "negotiation" or not starts:
        return case.opened_at
    return max(starts) + case.policy.policy.deadlines.respond.length
