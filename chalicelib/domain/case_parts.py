"""The parts of a case: offers, agreement, rounds, evidence, refusals, reviews and timeline, each immutable."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.values.money import Money
from chalicelib.values.vocabulary import EvidenceKind, Favour, Party, Resolution, RoundKind


class OfferStatus(StrEnum):
    """Where an offer stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    REPLACED = "replaced"


class RoundStatus(StrEnum):
    """Where a mediation or an appeal stands."""

    REQUESTED = "requested"
    FILED = "filed"
    OPEN = "open"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"


# A proceeding in one of these still waits for the platform's ruling; of a case one at the most does.
PENDING = frozenset({RoundStatus.REQUESTED, RoundStatus.FILED, RoundStatus.OPEN, RoundStatus.FAILED})


class EvidenceStatus(StrEnum):
    """Where a file stands."""

    ANNOUNCED = "announced"
    STORED = "stored"
    REJECTED = "rejected"
    LATE = "late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What one side would agree to."""

    offer_id: str
    by: Party
    resolution: Resolution
    amount: Money | None
    freight_payer: Party | None
    expires_at: datetime | None
    text: str | None
    status: OfferStatus
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What both sides agreed to; `amount` None where no money flows."""

    resolution: Resolution
    amount: Money | None
    freight_payer: Party | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One proceeding before the platform; `effect_id` where we asked for it, `handled_as` the id a desk answered."""

    kind: RoundKind
    number: int
    id: str | None = None
    effect_id: str | None = None
    opened_by: Party
    status: RoundStatus
    reference: str | None = None
    requested_at: datetime | None = None
    filed_at: datetime | None = None
    opened_at: datetime | None = None
    evidence_due: datetime | None = None
    decided_at: datetime | None = None
    in_favour_of: Favour | None = None
    refund: Money | None = None
    freight_payer: Party | None = None
    appeal_until: datetime | None = None
    by_clock: bool = False
    why: str | None = None
    evidence: tuple[str, ...] = ()
    left_to_person: bool = False
    handled_as: str | None = None

    @property
    def ours(self) -> bool:
        """Whether we asked for it, ever."""
        return self.requested_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """One file of a case: announced, then stored or rejected by what really arrived."""

    evidence_id: str
    kind: EvidenceKind
    filename: str
    description: str | None
    content_type: str
    size: int
    sha256: str
    key: str
    version_id: str | None = None
    status: EvidenceStatus
    reason: str | None = None
    expires_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class Review:
    """Something a person has to look at, with the rule that asks for it."""

    rule: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """The seller vouched for an unconfirmed order."""

    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """The seller refused; `contested_at` where the customer did not accept that, `answered_at` once they talk again."""

    reason: str
    grounds: tuple[str, ...]
    at: datetime
    contested_at: datetime | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a timeline: `effect` or `no_effect_because`, one of them."""

    id: str
    at: datetime
    received_at: datetime
    by: Party
    type: str
    text: str | None
    effect: str | None
    no_effect_because: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbox:
    """What the outside was told, by effect id: sent, taken back, or held for a person because it came too late."""

    sent: frozenset[str] = frozenset()
    withdrawn: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
