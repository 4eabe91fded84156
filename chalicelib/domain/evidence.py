"""Evidence: a file is announced, then stored or rejected after a look at the bytes that arrived (G2.5b)."""

from dataclasses import replace
from typing import Annotated

from pydantic import StringConstraints

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import EvidenceFile
from chalicelib.domain.events import Event
from chalicelib.domain.facts import CaseFact, Name, Personal, Text
from chalicelib.domain.lifecycle_rows import Change, NoEffect, applies_to
from chalicelib.domain.rejections import why_rejected
from chalicelib.values.identifiers import Identifier
from chalicelib.values.instants import Instant
from chalicelib.values.sentences import Sentence, say
from chalicelib.values.states import EvidenceStatus
from chalicelib.values.vocabulary import EvidenceKind

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class EvidenceAnnounced(CaseFact):
    """An upload was granted, for exactly this key, size, type and content, until it expires."""

    evidence_id: Identifier
    key: str
    filename: Annotated[Name, Personal()]
    kind: EvidenceKind
    description: Text | None = None
    content_type: str
    size: int
    sha256: Sha256
    expires_at: Instant


class EvidenceStored(CaseFact):
    """A file arrived and is what was announced."""

    evidence_id: Identifier
    version_id: str | None = None
    content_type: str


class EvidenceRejected(CaseFact):
    """A file arrived and is not what was announced."""

    evidence_id: Identifier
    reason: Text

    @property
    def words(self) -> Sentence:
        """The reason."""
        return why_rejected(self.reason)


@applies_to(EvidenceAnnounced)
def announce(case: Case, event: Event[EvidenceAnnounced]) -> Change:
    """Expect a file."""
    fact = event.fact
    if case.file(fact.evidence_id) is not None:
        return NoEffect(say("announced-already", "announced already"))
    announced = EvidenceFile(**fact.model_dump(exclude={"return_id"}), status=EvidenceStatus.ANNOUNCED, at=event.at)
    return replace(case, evidence=(*case.evidence, announced))


@applies_to(EvidenceStored)
def store(case: Case, event: Event[EvidenceStored]) -> Change:
    """Keep a file that arrived as announced. After the end of its case it is kept as late."""
    fact = event.fact
    file = _expected(case, fact.evidence_id)
    if isinstance(file, NoEffect):
        return file
    status = EvidenceStatus.STORED if case.is_open else EvidenceStatus.LATE
    reason = None if case.is_open else "it came after the case had closed"
    stored = replace(
        file,
        status=status,
        reason=reason,
        version_id=fact.version_id,
        content_type=fact.content_type,
        at=event.at,
    )
    return case.with_file(stored)


@applies_to(EvidenceRejected)
def reject(case: Case, event: Event[EvidenceRejected]) -> Change:
    """Reject a file that is not what was announced."""
    file = _expected(case, event.fact.evidence_id)
    if isinstance(file, NoEffect):
        return file
    rejected = replace(file, status=EvidenceStatus.REJECTED, reason=event.fact.reason, at=event.at)
    return case.with_file(rejected)


def _expected(case: Case, evidence_id: str) -> EvidenceFile | NoEffect:
    file = case.file(evidence_id)
    if file is None:
        return NoEffect(say("not-granted", "no upload was granted for it"))
    return (
        file
        if file.status is EvidenceStatus.ANNOUNCED
        else NoEffect(say("file-already", "the file is {status} already", status=file.status))
    )
