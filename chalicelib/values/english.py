"""English for customers and sellers: kinds of evidence, counts, lists and days."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from chalicelib.values.every import for_every
from chalicelib.values.vocabulary import EvidenceKind

KINDS: Final[Mapping[EvidenceKind, tuple[str, ...]]] = for_every(
    EvidenceKind,
    {
        EvidenceKind.LOGISTICS: ("shipping document",),
        EvidenceKind.PHOTO: ("photo",),
        EvidenceKind.VIDEO: ("video",),
        EvidenceKind.INSPECTION_REPORT: ("inspection report",),
        EvidenceKind.CONTRACT: ("contract document",),
        EvidenceKind.CONVERSATION: ("part of our conversation", "parts of our conversation"),
        EvidenceKind.POLICY_DISCLOSURE: ("proof that this policy was shown", "proofs that this policy was shown"),
        EvidenceKind.REFUND_PROOF: ("proof of a refund", "proofs of a refund"),
        EvidenceKind.OTHER: ("other document",),
    },
)

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def counted(count: int, one: str, many: str | None = None) -> str:
    """Return a number with what it counts, such as `1 day` or `7 days`."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def listed(parts: Sequence[str], last: str) -> str:
    """Join parts as a sentence does, such as `a, b or c`."""
    *first, end = parts
    return f"{', '.join(first)} {last} {end}" if first else end


def day_of(at: datetime) -> str:
    """Return a day and time for people, such as `1 March 2026, 12:00 UTC`, in any locale of the machine."""
    day = at.astimezone(UTC)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}, {day:%H:%M} UTC"
