"""What happens before the platform: mediations and appeals, as rounds of a case (G2.3b, G2.5a)."""

from dataclasses import replace

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Round, RoundStatus
from chalicelib.domain.change import Change, NoEffect
from chalicelib.domain.effects import generations, live_effect_id, told_effect_id
from chalicelib.domain.events import Event
from chalicelib.domain.facts import AppealDecided, AppealOpened, MediationDecided, MediationOpened
from chalicelib.domain.own_facts import AppealFiled, FilingFailed, FilingRecorded, MediationRequested
from chalicelib.values.vocabulary import Party, RoundKind

_UNOPENED = (RoundStatus.REQUESTED, RoundStatus.FAILED, RoundStatus.FILED)


def request(case: Case, event: Event) -> Case:
    """Ask for mediation; the clock asks without words."""
    why = event.fact.reason if isinstance(event.fact, MediationRequested) else "the negotiation period is over"
    return case.with_round(_asked(case, RoundKind.MEDIATION, event, why=why))


def appeal(case: Case, event: Event) -> Case:
    """Appeal the ruling, with the evidence named."""
    assert isinstance(event.fact, AppealFiled)
    asked = _asked(case, RoundKind.APPEAL, event, why=event.fact.grounds)
    return case.with_round(replace(asked, evidence=event.fact.evidence))


def open_mediation(case: Case, event: Event) -> Change:
    """The platform mediates: on our request, or on another's, which takes ours back."""
    assert isinstance(event.fact, MediationOpened)
    return _open(case, RoundKind.MEDIATION, event, event.fact.mediation_id)


def open_appeal(case: Case, event: Event) -> Change:
    """The platform hears an appeal: ours, or the customer's."""
    assert isinstance(event.fact, AppealOpened)
    return _open(case, RoundKind.APPEAL, event, event.fact.appeal_id)


def decide_mediation(case: Case, event: Event) -> Case:
    """The platform has ruled; earlier rounds stay as they were."""
    assert isinstance(event.fact, MediationDecided)
    return _decide(case, RoundKind.MEDIATION, event, event.fact.mediation_id)


def decide_appeal(case: Case, event: Event) -> Case:
    """The platform has ruled on an appeal: a round of its own."""
    assert isinstance(event.fact, AppealDecided)
    return _decide(case, RoundKind.APPEAL, event, event.fact.appeal_id)


def file(case: Case, event: Event) -> Change:
    """A request lies before the platform."""
    fact = event.fact
    assert isinstance(fact, FilingRecorded)
    found = _request_of(case, fact.effect_id)
    if found is None:
        return NoEffect("no such request was made")
    if found.reference is not None and found.handled_as == fact.effect_id:
        return NoEffect(f"it is filed already as {found.reference}")
    status = RoundStatus.FILED if found.status in _UNOPENED else found.status
    filed = replace(found, status=status, reference=fact.reference, filed_at=event.at, handled_as=fact.effect_id)
    return case.with_round(filed)


def fail(case: Case, event: Event) -> Change:
    """A request could not be filed."""
    return _unfiled(case, event, status=RoundStatus.FAILED)


def leave(case: Case, event: Event) -> Change:
    """A request waits for a person to file it."""
    return _unfiled(case, event, status=RoundStatus.REQUESTED)


def addressed(case: Case) -> Case:
    """Give our requests the ids they go out under; what a desk said of one that was taken back counts for that only."""
    rounds = tuple(_addressed(case, found) if found.ours else found for found in case.rounds)
    return replace(case, rounds=rounds)


def withdraw(case: Case) -> Case:
    """Take back what waits for the platform."""
    waiting = case.pending_round
    return case if waiting is None else case.with_round(replace(waiting, status=RoundStatus.WITHDRAWN))


def _asked(case: Case, kind: RoundKind, event: Event, *, why: str) -> Round:
    return Round(
        kind=kind,
        number=_count(case, kind) + 1,
        opened_by=event.by,
        status=RoundStatus.REQUESTED,
        requested_at=event.at,
        by_clock=event.by is Party.CLOCK,
        why=why,
    )


def _open(case: Case, kind: RoundKind, event: Event, round_id: str) -> Change:
    fact = event.fact
    assert isinstance(fact, MediationOpened | AppealOpened)
    known = _of_id(case, kind, round_id)
    if known is not None and known.status is not RoundStatus.WITHDRAWN:
        return NoEffect(f"the {kind} is {known.status} already")
    waiting = _waiting(case, kind)
    if waiting is not None and _answers(waiting, fact.opened_by):
        opened = waiting
    else:
        case = withdraw(case)
        opened = known or Round(
            kind=kind, number=_count(case, kind) + 1, opened_by=fact.opened_by, status=RoundStatus.OPEN
        )
    return case.with_round(
        replace(opened, id=round_id, status=RoundStatus.OPEN, opened_at=event.at, evidence_due=fact.evidence_due)
    )


def _answers(waiting: Round, opened_by: Party) -> bool:
    """Whether the platform took our request up, and not another's: its own word is ours only where we have filed."""
    filed = waiting.status is RoundStatus.FILED
    return opened_by is Party.SELLER or (opened_by is Party.PLATFORM and filed)


def _decide(case: Case, kind: RoundKind, event: Event, round_id: str) -> Case:
    fact = event.fact
    assert isinstance(fact, MediationDecided | AppealDecided)
    ruled = _of_id(case, kind, round_id) or _waiting(case, kind)
    if ruled is None:
        ruled = Round(kind=kind, number=_count(case, kind) + 1, opened_by=Party.PLATFORM, status=RoundStatus.OPEN)
    decided = replace(
        ruled,
        id=round_id,
        status=RoundStatus.DECIDED,
        decided_at=event.at,
        in_favour_of=fact.in_favour_of,
        refund=fact.refund,
        freight_payer=fact.freight_payer,
        appeal_until=fact.appeal_until,
    )
    return withdraw(replace(case.with_round(decided), ruled=(kind, decided.number)))


def _addressed(case: Case, found: Round) -> Round:
    named = (case.key, found.kind, found.number, case.outbox)
    if found.status not in _UNOPENED:
        return replace(found, effect_id=told_effect_id(*named))
    live = replace(found, effect_id=live_effect_id(*named))
    if live.handled_as in (None, live.effect_id):
        return live
    return replace(live, status=RoundStatus.REQUESTED, reference=None, filed_at=None, left_to_person=False)


def _count(case: Case, kind: RoundKind) -> int:
    return sum(found.kind is kind for found in case.rounds)


def _of_id(case: Case, kind: RoundKind, round_id: str) -> Round | None:
    return next((found for found in case.rounds if found.id == round_id and found.kind is kind), None)


def _waiting(case: Case, kind: RoundKind) -> Round | None:
    found = case.pending_round
    return found if found is not None and found.kind is kind and found.id is None else None


def _unfiled(case: Case, event: Event, *, status: RoundStatus) -> Change:
    fact = event.fact
    assert isinstance(fact, FilingFailed)
    found = _request_of(case, fact.effect_id)
    if found is None:
        return NoEffect("no such request was made")
    answered = found.status is not RoundStatus.REQUESTED and found.handled_as == fact.effect_id
    if answered or found.status not in _UNOPENED:
        return NoEffect(f"the request is {found.status} already")
    left = status is RoundStatus.REQUESTED
    return case.with_round(replace(found, status=status, left_to_person=left, handled_as=fact.effect_id))


def _request_of(case: Case, effect_id: str) -> Round | None:
    ours = (found for found in case.rounds if found.ours)
    return next((r for r in ours if effect_id in generations(case.key, r.kind, r.number, case.outbox)), None)
