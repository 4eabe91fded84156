"""The shapes of answers and messages: instants are RFC 3339 with Z, what is absent is null, lists never are."""

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.values.instants import Instant
from chalicelib.values.money import Money
from chalicelib.values.states import EvidenceStatus, OfferStatus, RoundStatus
from chalicelib.values.vocabulary import EvidenceKind, Party, Resolution, RoundKind


class Shape(BaseModel):
    """Something outsiders are shown."""

    model_config = ConfigDict(
        frozen=True, from_attributes=True, defer_build=True, serialize_by_alias=True, hide_input_in_errors=True
    )


class CustomerShape(Shape):
    """Who bought."""

    name: str


class ReasonShape(Shape):
    """The reason with its fault class; `original` is the marketplace's own word."""

    code: str
    fault: str
    text: str | None
    original: str | None


class LineShape(Shape):
    """One position; `amount` is the line's total."""

    sku: str
    title: str | None
    quantity: int
    amount: Money


class OverrideShape(Shape):
    """The seller vouched for the order."""

    reason: str
    at: Instant


class FieldShape(Shape):
    """A field that differs, with both its values."""

    field: str
    returned: str = Field(serialization_alias="return")
    ordered: str = Field(serialization_alias="order")


class OrderCheckShape(Shape):
    """How the return compares with its order."""

    result: str
    fields: tuple[FieldShape, ...]
    overridden: OverrideShape | None


class OfferShape(Shape):
    """An offer and where it stands."""

    offer_id: str
    by: Party
    resolution: Resolution
    amount: Money | None
    freight_payer: str | None
    expires_at: Instant | None
    text: str | None
    status: OfferStatus
    at: Instant


class InspectionShape(Shape):
    """How the goods were found."""

    matches_description: bool
    matches_pictures: bool
    condition: str
    note: str | None
    evidence: tuple[str, ...]
    at: Instant


class DifferenceShape(Shape):
    """What the other shipped policy says."""

    policy: str
    payer: str


class FreightShape(Shape):
    """Who bears the freight, by which rule of which policy."""

    payer: str | None
    rule: str
    policy: str
    reclaim_from: str | None
    because: str
    differs: DifferenceShape | None


class RefundShape(Shape):
    """What is to be paid in all, and what was."""

    due: Money | None
    settled: Money | None


class RoundShape(Shape):
    """A mediation or an appeal."""

    kind: RoundKind
    number: int
    id: str | None
    effect_id: str | None
    opened_by: Party
    status: RoundStatus
    reference: str | None
    requested_at: Instant | None
    decided_at: Instant | None
    in_favour_of: str | None
    refund: Money | None
    freight_payer: str | None
    appeal_until: Instant | None


class EvidenceShape(Shape):
    """A file, as announced and as found."""

    evidence_id: str
    kind: EvidenceKind
    filename: str
    description: str | None
    content_type: str
    size: int
    sha256: str
    status: EvidenceStatus
    reason: str | None
    at: Instant


class MissingShape(Shape):
    """A kind of evidence of which there is too little."""

    kind: str
    needed: int
    have: int


class ReadinessShape(Shape):
    """Whether an appeal has what it needs."""

    ready: bool
    missing: tuple[MissingShape, ...]
    new_since_ruling: tuple[str, ...]


class ConditionShape(Shape):
    """One condition of a return."""

    rule: str
    holds: bool
    why: str


class EligibilityShape(Shape):
    """Whether the return may be asked for."""

    eligible: bool
    rules: tuple[ConditionShape, ...]
    days_left: int | None


class DeadlineShape(Shape):
    """Who must act, by when, and what happens if nobody does; `burning` is none, half, nearly or over."""

    name: str
    at: Instant
    who: str
    if_silent: str
    rule: str
    burning: str


class ReviewShape(Shape):
    """Something a person has to look at."""

    rule: str
    detail: str


class TaskShape(Shape):
    """Something only a person can do."""

    kind: str
    effect_id: str | None
    text: str


class ResourceShape(Shape):
    """A page of the platform that helps where the case stands."""

    title: str
    url: str
    why: str


class ReplyShape(Shape):
    """Friendly words for where the case stands, to be sent or not (G3.3)."""

    situation: str
    text: str


class PolicyShape(Shape):
    """The policy version that a case is pinned to."""

    name: str
    version: int


class EntryShape(Shape):
    """One line of a timeline."""

    id: str
    at: Instant
    received_at: Instant
    by: str
    type: str
    text: str | None
    effect: str | None
    no_effect_because: str | None
