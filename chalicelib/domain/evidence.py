"""The files of a case: announced, then stored or rejected by what really arrived (RULES, Evidence)."""

from dataclasses import replace

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import EvidenceFile, EvidenceStatus
from chalicelib.domain.change import Change, NoEffect
from chalicelib.domain.events import Event
from chalicelib.domain.own_facts import EvidenceAnnounced, EvidenceRejected, EvidenceStored


def announce(case: Case, event: Event) -> Change:
    """An upload was granted."""
    fact = event.fact
    assert isinstance(fact, EvidenceAnnounced)
    if case.file(fact.evidence_id) is not None:
        return NoEffect("announced already")
    announced = EvidenceFile(**fact.model_dump(exclude={"return_id"}), status=EvidenceStatus.ANNOUNCED, at=event.at)
    return replace(case, evidence=(*case.evidence, announced))


def store(case: Case, event: Event) -> Change:
    """A file arrived as announced; after the end of its case it is kept as late."""
    fact = event.fact
    assert isinstance(fact, EvidenceStored)
    found = _awaited(case, fact.evidence_id)
    if isinstance(found, NoEffect):
        return found
    status = EvidenceStatus.STORED if case.is_open else EvidenceStatus.LATE
    reason = None if case.is_open else "it came after the case had closed"
    version, sniffed = fact.version_id, fact.content_type
    return case.with_file(
        replace(found, status=status, reason=reason, version_id=version, content_type=sniffed, at=event.at)
    )


def reject(case: Case, event: Event) -> Change:
    """A file arrived and is not what was announced."""
    fact = event.fact
    assert isinstance(fact, EvidenceRejected)
    found = _awaited(case, fact.evidence_id)
    if isinstance(found, NoEffect):
        return found
    return case.with_file(replace(found, status=EvidenceStatus.REJECTED, reason=fact.reason, at=event.at))


def _awaited(case: Case, evidence_id: str) -> EvidenceFile | NoEffect:
    found = case.file(evidence_id)
    if found is None:
        return NoEffect("no upload was granted for it")
    return found if found.status is EvidenceStatus.ANNOUNCED else NoEffect(f"the file is {found.status} already")
