"""Rounds: mediations and appeals before the platform (G2.3b, G2.5a). The commands are in round_commands."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Round
from chalicelib.domain.commands import EvidenceIds
from chalicelib.domain.events import Event
from chalicelib.domain.facts import CaseFact, Text
from chalicelib.domain.flags import Review
from chalicelib.domain.interventions import numbered_mediation
from chalicelib.domain.lifecycle_rows import Change, NoEffect, applies_to
from chalicelib.domain.openings import AppealOfRuling, AppealOpened, Opened, UnnamedMediation
from chalicelib.domain.ruling_facts import AppealDecided, MediationDecided, Ruling
from chalicelib.values.sentences import say
from chalicelib.values.states import RoundStatus
from chalicelib.values.vocabulary import Party, RoundKind

_NO_RULING = say("appeal-without-ruling", "the platform is at its last stage, and no mediation was decided here")


class MediationRequested(CaseFact):
    """The seller requests mediation (G2.3b)."""

    reason: Text

    @property
    def words(self) -> str | None:
        """The seller's reason."""
        return self.reason


class AppealFiled(CaseFact):
    """The seller appeals a ruling (G2.5a)."""

    grounds: Text
    evidence: EvidenceIds

    @property
    def words(self) -> str | None:
        """The grounds."""
        return self.grounds


def request(case: Case, *, at: datetime, by: Party, why: str) -> Case:
    """Request mediation."""
    return case.with_round(_requested(case, RoundKind.MEDIATION, at=at, by=by, why=why))


@applies_to(MediationRequested)
def request_mediation(case: Case, event: Event[MediationRequested]) -> Case:
    """Request mediation for the seller."""
    return request(case, at=event.at, by=event.by, why=event.fact.reason)


@applies_to(AppealFiled)
def appeal(case: Case, event: Event[AppealFiled]) -> Case:
    """Appeal the ruling, with the evidence that the seller names."""
    requested = _requested(case, RoundKind.APPEAL, at=event.at, by=event.by, why=event.fact.grounds)
    return case.with_round(replace(requested, evidence=event.fact.evidence))


@applies_to(UnnamedMediation)
def open_mediation(case: Case, event: Event[UnnamedMediation]) -> Change:
    """Open a mediation: on our request, or on another's request, which withdraws ours."""
    return _open(case, RoundKind.MEDIATION, event.fact.mediation_id or numbered_mediation(case), event)


@applies_to(AppealOpened)
def open_appeal(case: Case, event: Event[AppealOpened]) -> Change:
    """Open an appeal: ours, or the customer's."""
    if isinstance(event.fact, AppealOfRuling) and case.ruling is None:
        return NoEffect(_NO_RULING, Review("platform-status", _NO_RULING, event.id))
    return _open(case, RoundKind.APPEAL, event.fact.appeal_id, event)


@applies_to(MediationDecided)
def decide_mediation(case: Case, event: Event[MediationDecided]) -> Case:
    """Keep the ruling in its round. Earlier rounds stay as they were."""
    return _decide(case, RoundKind.MEDIATION, event.fact.mediation_id, event)


@applies_to(AppealDecided)
def decide_appeal(case: Case, event: Event[AppealDecided]) -> Case:
    """Keep the ruling on an appeal in a round of its own."""
    return _decide(case, RoundKind.APPEAL, event.fact.appeal_id, event)


def withdraw(case: Case) -> Case:
    """Withdraw the request or proceeding that waits for the platform."""
    waiting = case.pending_round
    return case if waiting is None else case.with_round(replace(waiting, status=RoundStatus.WITHDRAWN))


def _requested(case: Case, kind: RoundKind, *, at: datetime, by: Party, why: str) -> Round:
    return Round(
        kind=kind,
        number=_count(case, kind) + 1,
        opened_by=by,
        status=RoundStatus.REQUESTED,
        requested_at=at,
        by_clock=by is Party.CLOCK,
        why=why,
    )


def _open(case: Case, kind: RoundKind, round_id: str, event: Event[Opened]) -> Change:
    known = _of_id(case, kind, round_id)
    if known is not None and known.status is not RoundStatus.WITHDRAWN:
        return _opened_again(case, known, event.fact.evidence_due)
    opened_by = event.fact.opened_by
    waiting = _waiting(case, kind)
    if waiting is not None and _is_answer(waiting, opened_by):
        opened = waiting
    else:
        case = withdraw(case)
        number = _count(case, kind) + 1
        opened = known or Round(kind=kind, number=number, opened_by=opened_by, status=RoundStatus.OPEN)
    due = event.fact.evidence_due
    return case.with_round(replace(opened, id=round_id, status=RoundStatus.OPEN, opened_at=event.at, evidence_due=due))


def _opened_again(case: Case, known: Round, evidence_due: datetime | None) -> Change:
    """Add the time for evidence to a round that was opened without one. Otherwise nothing changes."""
    if known.status is RoundStatus.OPEN and known.evidence_due is None and evidence_due:
        return case.with_round(replace(known, evidence_due=evidence_due))
    return NoEffect(say("round-already", "the {kind} is {status} already", kind=known.kind, status=known.status))


def _is_answer(waiting: Round, opened_by: Party) -> bool:
    """Tell whether the platform opened on our request. Its own word is an answer only if we have filed."""
    filed = waiting.status is RoundStatus.FILED
    return opened_by is Party.SELLER or (opened_by is Party.PLATFORM and filed)


def _decide(case: Case, kind: RoundKind, round_id: str, event: Event[Ruling]) -> Case:
    fact = event.fact
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


def knows_days(case: Case) -> bool:
    """Tell whether the policy of a case knows the days of its marketplace."""
    return case.policy.policy.speaks_for(case.key.order.marketplace)


def _count(case: Case, kind: RoundKind) -> int:
    return sum(found.kind is kind for found in case.rounds)


def _of_id(case: Case, kind: RoundKind, round_id: str) -> Round | None:
    return next((found for found in case.rounds if found.id == round_id and found.kind is kind), None)


def _waiting(case: Case, kind: RoundKind) -> Round | None:
    found = case.pending_round
    return found if found is not None and found.kind is kind and found.id is None else None
