"""Readiness: the evidence that an appeal needs, has, and got since the ruling (G2.5b)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import EvidenceFile
from chalicelib.values.states import EvidenceStatus
from chalicelib.values.vocabulary import EvidenceKind


@dataclass(frozen=True, slots=True)
class Missing:
    """A kind of evidence with too few files."""

    kind: EvidenceKind
    needed: int
    have: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """The state of the checklist, and the files that are new since the latest ruling."""

    ready: bool
    missing: tuple[Missing, ...]
    new_since_ruling: tuple[str, ...]


def readiness(case: Case) -> Readiness:
    """Compare a case's stored evidence with its checklist."""
    stored = [file for file in case.evidence if file.status is EvidenceStatus.STORED]
    lacking = missing(case, stored)
    ruled_at = case.ruling.decided_at if case.ruling else None
    new = tuple(file.evidence_id for file in stored if ruled_at is not None and file.at > ruled_at)
    return Readiness(not lacking, lacking, new)


def missing(case: Case, files: Iterable[EvidenceFile]) -> tuple[Missing, ...]:
    """Return what is missing: of what every appeal needs, and of what the reason needs besides."""
    have = Counter(file.kind for file in files)
    needed = _checklist(case)
    return tuple(Missing(kind, count, have[kind]) for kind, count in sorted(needed.items()) if have[kind] < count)


def files_on_checklist(case: Case) -> tuple[int, int]:
    """Count the files that an appeal of this case has of those on its checklist, and those that it needs."""
    stored = Counter(file.kind for file in case.evidence if file.status is EvidenceStatus.STORED)
    needed = _checklist(case)
    return (stored & needed).total(), needed.total()


def _checklist(case: Case) -> Counter[EvidenceKind]:
    policy = case.policy.policy
    return Counter(policy.appeals.evidence) | Counter(policy.evidence.by_reason.get(case.reason_code, {}))
