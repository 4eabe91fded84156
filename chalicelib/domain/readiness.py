"""Readiness: the evidence for a mediation or an appeal, if one can come (G2.5b)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.domain.appeals import customer_may_appeal, we_may_appeal
from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import EvidenceFile
from chalicelib.values.states import APPEALING, DECIDED, MEDIATING, TALKING, EvidenceStatus
from chalicelib.values.vocabulary import EvidenceKind, RoundKind


@dataclass(frozen=True, slots=True)
class Missing:
    """A kind of evidence with too few files."""

    kind: EvidenceKind
    needed: int
    have: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """The state of the checklist, and the files that are new since the latest ruling.

    `ready_for` is the proceeding that can come, or that runs. It is None if none can come, and then nothing is missing.
    """

    ready_for: RoundKind | None
    ready: bool
    missing: tuple[Missing, ...]
    new_since_ruling: tuple[str, ...]


def readiness(case: Case) -> Readiness:
    """Compare a case's stored evidence with its checklist."""
    stored = stored_files(case)
    ready_for = _can_come(case)
    lacking = missing(case, stored) if ready_for else ()
    ruled_at = case.ruling.decided_at if case.ruling else None
    new = tuple(file.evidence_id for file in stored if ruled_at is not None and file.at > ruled_at)
    return Readiness(ready_for, ready_for is not None and not lacking, lacking, new)


def stored_files(case: Case) -> list[EvidenceFile]:
    """Return the files of a case that arrived as announced."""
    return [file for file in case.evidence if file.status is EvidenceStatus.STORED]


def _can_come(case: Case) -> RoundKind | None:
    """Return the proceeding that can come next, or that runs."""
    if case.status in TALKING | MEDIATING:
        return RoundKind.MEDIATION
    appealable = case.status in DECIDED and (we_may_appeal(case) or customer_may_appeal(case))
    return RoundKind.APPEAL if appealable or case.status in APPEALING else None


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
