"""Codes, counts, lists and days in words, as customers and sellers read them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from chalicelib.values.vocabulary import EvidenceKind, ReasonCode

REASONS: Final[Mapping[ReasonCode, str]] = {
    ReasonCode.WRONG_ITEM: "the wrong item",
    ReasonCode.WRONG_SPECIFICATION: "another specification than was agreed",
    ReasonCode.COLOUR_DIFFERENCE: "another colour",
    ReasonCode.NOT_AS_DESCRIBED: "goods that are not as described",
    ReasonCode.DEFECTIVE: "goods with a defect",
    ReasonCode.COUNTERFEIT: "a counterfeit",
    ReasonCode.MISSING_PARTS: "goods with parts missing",
    ReasonCode.DAMAGED_IN_TRANSIT: "goods damaged on the way",
    ReasonCode.LOST_IN_TRANSIT: "goods lost on the way",
    ReasonCode.CHANGE_OF_HEART: "a change of mind",
    ReasonCode.OTHER: "another reason",
    ReasonCode.UNKNOWN: "a reason still to be told",
}

KINDS: Final[Mapping[EvidenceKind, tuple[str, ...]]] = {
    EvidenceKind.LOGISTICS: ("shipping document",),
    EvidenceKind.PHOTO: ("photo",),
    EvidenceKind.VIDEO: ("video",),
    EvidenceKind.INSPECTION_REPORT: ("inspection report",),
    EvidenceKind.CONTRACT: ("contract document",),
    EvidenceKind.CONVERSATION: ("part of our conversation", "parts of our conversation"),
    EvidenceKind.POLICY_DISCLOSURE: ("proof that this policy was shown", "proofs that this policy was shown"),
    EvidenceKind.REFUND_PROOF: ("proof of a refund", "proofs of a refund"),
    EvidenceKind.OTHER: ("other document",),
}

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def counted(count: int, one: str, many: str | None = None) -> str:
    """A number with what it counts: `1 day`, `7 days`."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def listed(parts: Sequence[str], last: str) -> str:
    """Parts as a sentence lists them: `a, b or c`."""
    *first, end = parts
    return f"{', '.join(first)} {last} {end}" if first else end


def day_of(at: datetime) -> str:
    """A day and time for people: `1 March 2026, 12:00 UTC`; no locale of the machine has a say in it."""
    day = at.astimezone(UTC)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}, {day:%H:%M} UTC"
