"""What Recourse's own rows tell: commands that were decided, evidence, the desk's filings, the clock."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.domain.facts import (
    MARKETPLACE_FACTS,
    CaseFact,
    Customer,
    Details,
    Fact,
    Lines,
    Name,
    OfferAnswered,
    Payer,
    Text,
    Word,
)
from chalicelib.values.identifiers import Identifier
from chalicelib.values.instants import Instant
from chalicelib.values.money import Money
from chalicelib.values.vocabulary import Condition, EventType, EvidenceKind, ReasonCode, Resolution, RoundKind

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class OrderRecorded(Fact):
    """The seller's own order record: counts where the marketplace gave none."""

    customer: Customer
    lines: Lines
    total: Money | None = None
    placed_at: Instant | None = None
    delivered_at: Instant | None = None


class OrderCheckOverridden(CaseFact):
    """The seller vouches for an order that did not check out (G2.1)."""

    reason: Text


class ReasonClassified(CaseFact):
    """The seller says what an unclear reason is."""

    code: ReasonCode
    reason: Text


class DetailsCompleted(CaseFact, Details):
    """The seller fills in what the platform only signalled."""


class ReturnAccepted(CaseFact):
    """The seller agrees to what the customer wants, for the amount that was open then."""

    resolution: Resolution
    amount: Money | None = None
    freight_payer: Payer | None = None


class OfferTaken(OfferAnswered):
    """The seller accepts an offer; `amount` is what it was worth then, where the offer names none."""

    amount: Money | None = None


class ReturnRefused(CaseFact):
    """The seller refuses; `grounds` are the rules that carry it, none for a refusal by reason alone (G2.2c)."""

    reason: Text
    grounds: tuple[str, ...] = ()


class InspectionRecorded(CaseFact):
    """How the goods were found (G2.2b)."""

    matches_description: bool
    matches_pictures: bool
    condition: Condition
    note: Text | None = None
    evidence: tuple[Identifier, ...] = Field(default=(), max_length=100)


class MediationRequested(CaseFact):
    """The seller asks the platform to mediate (G2.3b)."""

    reason: Text


class AppealFiled(CaseFact):
    """The seller appeals a ruling (G2.5a)."""

    grounds: Text
    evidence: tuple[Identifier, ...] = Field(max_length=100)


class CaseClosed(CaseFact):
    """The seller closes a case, or tells a closed one's root cause (G3.1)."""

    root_cause: Text
    lesson: Text | None = None


class FilingRecorded(CaseFact):
    """A request lies before the platform."""

    effect_id: Word
    kind: RoundKind
    reference: Name


class FilingFailed(CaseFact):
    """A request could not be filed, or needs a person to file it."""

    effect_id: Word
    kind: RoundKind
    detail: Text


class EvidenceAnnounced(CaseFact):
    """An upload was granted: exactly this key, size, type and content, until then."""

    evidence_id: Identifier
    key: str
    filename: Name
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


class ClockRang(CaseFact):
    """A deadline has passed: wakes the projector, changes nothing by itself."""

    deadline: str
    instant: datetime


OWN_FACTS: dict[EventType, type[Fact]] = {kind: fact for kind, (fact, _) in MARKETPLACE_FACTS.items()} | {
    EventType.ORDER_RECORDED: OrderRecorded,
    EventType.DETAILS_COMPLETED: DetailsCompleted,
    EventType.REASON_CLASSIFIED: ReasonClassified,
    EventType.ORDER_CHECK_OVERRIDDEN: OrderCheckOverridden,
    EventType.EVIDENCE_ANNOUNCED: EvidenceAnnounced,
    EventType.EVIDENCE_STORED: EvidenceStored,
    EventType.EVIDENCE_REJECTED: EvidenceRejected,
    EventType.RETURN_REFUSED: ReturnRefused,
    EventType.RETURN_ACCEPTED: ReturnAccepted,
    EventType.OFFER_ACCEPTED: OfferTaken,
    EventType.INSPECTION_RECORDED: InspectionRecorded,
    EventType.MEDIATION_REQUESTED: MediationRequested,
    EventType.APPEAL_FILED: AppealFiled,
    EventType.FILING_RECORDED: FilingRecorded,
    EventType.FILING_FAILED: FilingFailed,
    EventType.FILING_LEFT: FilingFailed,
    EventType.CASE_CLOSED: CaseClosed,
    EventType.CLOCK_RANG: ClockRang,
}
