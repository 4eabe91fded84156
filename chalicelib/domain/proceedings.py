"""What happens before the platform: mediations and appeals, as rounds of a case (G2.3b, G2.5a)."""

from dataclasses import replace

from chalicelib.domain.case import Case
from chalicelib.domain.effects import live_effect_id, withdrawn_effect_id
from chalicelib.domain.events import Event
from chalicelib.domain.facts import AppealDecided, AppealOpened, MediationDecided, MediationOpened
from chalicelib.domain.own_facts import AppealFiled, FilingFailed, FilingRecorded, MediationRequested
from chalicelib.domain.records import Round, RoundStatus
from chalicelib.domain.vocabulary import Party, RoundKind


def request(case: Case, event: Event) -> Case:
    """Ask for mediation; the clock asks without words."""
    why = event.fact.reason if isinstance(event.fact, MediationRequested) else "the negotiation period is over"
    return case.with_round(_asked(case, RoundKind.MEDIATION, event, why=why))


def appeal(case: Case, event: Event) -> Case:
    """Appeal the ruling, with the evidence named."""
    assert isinstance(event.fact, AppealFiled)
    asked = _asked(case, RoundKind.APPEAL, event, why=event.fact.grounds)
    return case.with_round(replace(asked, evidence=event.fact.evidence))


def open_mediation(case: Case, event: Event) -> Case | None:
    """The platform mediates: on our request, or on its own, which takes ours back; None when told again."""
    assert isinstance(event.fact, MediationOpened)
    return _open(case, RoundKind.MEDIATION, event, event.fact.mediation_id)


def open_appeal(case: Case, event: Event) -> Case | None:
    """The platform hears an appeal: ours, or the customer's; None when told again."""
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


def file(case: Case, event: Event) -> Case | None:
    """A request lies before the platform; None where it was taken back or never ours."""
    assert isinstance(event.fact, FilingRecorded)
    found = _of_effect(case, event.fact.effect_id)
    if found is None or found.reference is not None:
        return None
    status = RoundStatus.FILED if found.status in (RoundStatus.REQUESTED, RoundStatus.FAILED) else found.status
    return case.with_round(replace(found, status=status, reference=event.fact.reference, filed_at=event.at))


def fail(case: Case, event: Event) -> Case | None:
    """A request could not be filed; None where it lies before the platform or was taken back."""
    assert isinstance(event.fact, FilingFailed)
    found = _of_effect(case, event.fact.effect_id)
    if found is None or found.status is not RoundStatus.REQUESTED:
        return None
    return case.with_round(replace(found, status=RoundStatus.FAILED))


def leave(case: Case, event: Event) -> Case | None:
    """A request waits for a person to file it; None where that is over."""
    assert isinstance(event.fact, FilingFailed)
    found = _of_effect(case, event.fact.effect_id)
    if found is None or found.status is not RoundStatus.REQUESTED:
        return None
    return case.with_round(replace(found, left_to_person=True))


def withdraw(case: Case) -> Case:
    """Take back whatever waits for the platform."""
    for found in case.rounds:
        if found.pending:
            case = case.with_round(_taken_back(case, found))
    return case


def _asked(case: Case, kind: RoundKind, event: Event, *, why: str) -> Round:
    number = _count(case, kind) + 1
    return Round(
        kind=kind,
        number=number,
        effect_id=live_effect_id(case.key, kind, number, case.outbox),
        opened_by=event.by,
        status=RoundStatus.REQUESTED,
        requested_at=event.at,
        by_clock=event.by is Party.CLOCK,
        why=why,
    )


def _open(case: Case, kind: RoundKind, event: Event, round_id: str) -> Case | None:
    fact = event.fact
    assert isinstance(fact, MediationOpened | AppealOpened)
    known = _of_id(case, kind, round_id)
    if known is not None and known.status is not RoundStatus.WITHDRAWN:
        return None
    waiting = _waiting(case, kind)
    if waiting is not None and (waiting.status is RoundStatus.FILED or fact.opened_by is Party.SELLER):
        opened = waiting
    else:
        case = withdraw(case)
        opened = known or Round(
            kind=kind, number=_count(case, kind) + 1, opened_by=fact.opened_by, status=RoundStatus.OPEN
        )
    return case.with_round(
        replace(opened, id=round_id, status=RoundStatus.OPEN, opened_at=event.at, evidence_due=fact.evidence_due)
    )


def _decide(case: Case, kind: RoundKind, event: Event, round_id: str) -> Case:
    fact = event.fact
    assert isinstance(fact, MediationDecided | AppealDecided)
    ruled = _of_id(case, kind, round_id) or _waiting(case, kind)
    if ruled is None:
        ruled = Round(kind=kind, number=_count(case, kind) + 1, opened_by=Party.PLATFORM, status=RoundStatus.OPEN)
    return withdraw(
        case.with_round(
            replace(
                ruled,
                id=round_id,
                status=RoundStatus.DECIDED,
                decided_at=event.at,
                in_favour_of=fact.in_favour_of,
                refund=fact.refund,
                freight_payer=fact.freight_payer,
                appeal_until=fact.appeal_until,
            )
        )
    )


def _taken_back(case: Case, found: Round) -> Round:
    effect_id = found.effect_id
    if effect_id is not None:
        effect_id = withdrawn_effect_id(case.key, found.kind, found.number, case.outbox)
    return replace(found, status=RoundStatus.WITHDRAWN, effect_id=effect_id)


def _count(case: Case, kind: RoundKind) -> int:
    return sum(found.kind is kind for found in case.rounds)


def _of_id(case: Case, kind: RoundKind, round_id: str) -> Round | None:
    return next((found for found in case.rounds if found.kind is kind and found.id == round_id), None)


def _waiting(case: Case, kind: RoundKind) -> Round | None:
    return next((found for found in case.rounds if found.kind is kind and found.pending and found.id is None), None)


def _of_effect(case: Case, effect_id: str) -> Round | None:
    standing = [found for found in case.rounds if found.status is not RoundStatus.WITHDRAWN]
    return next((found for found in standing if found.effect_id == effect_id), None)
