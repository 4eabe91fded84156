"""Rounds, the seller's and the desk's side: to escalate, to appeal, and to record a ruling (G2.3b, G2.5a)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from chalicelib.domain.appeals import appeal_ends, is_won, most_appeals, we_may_appeal
from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import EvidenceFile
from chalicelib.domain.commands import Command, EvidenceIds, FilledText, Refused, refuse_unless
from chalicelib.domain.events import Happening
from chalicelib.domain.facts import Payer, Text
from chalicelib.domain.lifecycle_rows import Guard
from chalicelib.domain.readiness import missing, stored_files
from chalicelib.domain.rounds import AppealFiled, MediationRequested, knows_days
from chalicelib.domain.ruling_facts import AppealDecided, MediationDecided
from chalicelib.domain.situation import Situation
from chalicelib.values.identifiers import Identifier
from chalicelib.values.instants import Instant
from chalicelib.values.money import Money
from chalicelib.values.sentences import Count, Phrase, Sentence, say
from chalicelib.values.states import FAILED_OFFER, EvidenceStatus
from chalicelib.values.vocabulary import EventType, Favour, Party, RoundKind


class Escalate(Command):
    """Request mediation by the platform (G2.3b)."""

    command: Literal["escalate"]
    reason: FilledText


class FileAppeal(Command):
    """Appeal the ruling with evidence (G2.5a, G2.5b)."""

    command: Literal["file_appeal"]
    grounds: FilledText
    evidence: EvidenceIds


class RecordRuling(Command):
    """Record how the platform ruled. This is a desk's command (G2.3b, G2.5a)."""

    command: Literal["record_ruling"]
    kind: RoundKind
    id: Identifier
    in_favour_of: Favour
    refund: Money | None = None
    freight_payer: Payer | None = None
    appeal_until: Instant | None = None
    text: Text | None = None


def escalate(situation: Situation, command: Escalate) -> Happening:
    """Request mediation."""
    fact = MediationRequested(return_id=situation.return_id, reason=command.reason)
    return situation.happening(EventType.MEDIATION_REQUESTED, fact)


def file_appeal(situation: Situation, command: FileAppeal) -> Happening:
    """Appeal the ruling. Refuses if required evidence is missing, so that the one chance is not lost (G2.5b)."""
    case = situation.case
    files = [case.file(evidence_id) for evidence_id in dict.fromkeys(command.evidence)]
    stored = [file for file in files if file is not None and file.status is EvidenceStatus.STORED]
    refuse_unless(
        len(stored) == len(files), "G2.5b", say("foreign-evidence", "an appeal names stored evidence of this case only")
    )
    unnamed = _lacking(case, stored)
    if unnamed:
        # The guard has seen that the case has them. So the seller names them, and uploads nothing.
        words = "the appeal does not name evidence that it needs: {lacking}"
        raise Refused("G2.5b", say("evidence-not-named", words, lacking=unnamed))
    fact = AppealFiled(return_id=situation.return_id, grounds=command.grounds, evidence=command.evidence)
    return situation.happening(EventType.APPEAL_FILED, fact)


def record_ruling(situation: Situation, command: RecordRuling) -> Happening:
    """Record a ruling as the platform's own act."""
    ruled = command.model_dump(exclude={"command", "kind", "id"})
    return_id, by = situation.return_id, Party.PLATFORM
    match command.kind:
        case RoundKind.MEDIATION:
            mediation = MediationDecided(return_id=return_id, mediation_id=command.id, **ruled)
            return situation.happening(EventType.MEDIATION_DECIDED, mediation, by=by)
        case RoundKind.APPEAL:
            appeal = AppealDecided(return_id=return_id, appeal_id=command.id, **ruled)
            return situation.happening(EventType.APPEAL_DECIDED, appeal, by=by)


def _still_negotiating(situation: Situation) -> Sentence | None:
    case = situation.case
    failed_offer = any(offer.status in FAILED_OFFER for offer in case.offers)
    contested = case.refusal is not None and case.refusal.contested_at is not None
    if failed_offer or contested or situation.as_of >= _response_ends(case):
        return None
    return say(
        "negotiate-first",
        "negotiate first: no offer was declined or expired, no refusal contested, and the time to respond still runs",
    )


def _response_ends(case: Case) -> datetime:
    """Return when the time to respond ends. If nobody knows it, no rule makes anybody wait for it."""
    if case.platform_deadline is not None:
        return case.platform_deadline.at
    return case.opened_at + case.policy.policy.deadlines.respond.length if knows_days(case) else case.opened_at


def _no_appeal_left(situation: Situation) -> Sentence | None:
    case = situation.case
    until = appeal_ends(case)
    if case.ruling is None:
        return say("no-ruling", "there is no ruling to appeal")
    if is_won(case):
        return say("ruling-won", "the ruling is for you: there is nothing to appeal")
    if not we_may_appeal(case):
        return say(
            "too-many-appeals",
            "a ruling is appealed {times} at the most under this policy",
            times=Count(most_appeals(case), "time"),
        )
    return None if until is None or situation.as_of <= until else say("appeal-time-over", "the time to appeal is over")


def _evidence_lacking(situation: Situation) -> Sentence | None:
    lacking = _lacking(situation.case, stored_files(situation.case))
    return say("evidence-lacking", "required evidence is missing: {lacking}", lacking=lacking) if lacking else None


def _lacking(case: Case, files: Iterable[EvidenceFile]) -> tuple[Phrase, ...]:
    words = "{kind} ({have} of {needed})"
    return tuple(
        Phrase(say("kind-lacking", words, kind=kind.kind, have=kind.have, needed=kind.needed))
        for kind in missing(case, files)
    )


NEGOTIATION_FAILED = Guard(
    "G2.3b",
    "negotiation-failed",
    "an offer was declined or expired, a refusal contested, or the time to respond is over",
    _still_negotiating,
    late=True,
)
APPEAL_LEFT = Guard("G2.5a", "appeal-left", "the ruling may still be appealed", _no_appeal_left, late=True)
APPEAL_EVIDENCE = Guard("G2.5b", "appeal-evidence", "the evidence that an appeal needs is stored", _evidence_lacking)
