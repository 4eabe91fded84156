"""The shapes of answers and messages: instants are RFC 3339 with Z, a missing value is null."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.advice.tasks import TaskKind
from chalicelib.domain.order_check import CheckResult
from chalicelib.values.instants import Instant
from chalicelib.values.money import Money
from chalicelib.values.reasons import Fault, ReasonCode
from chalicelib.values.states import EvidenceStatus, OfferStatus
from chalicelib.values.vocabulary import Condition, EvidenceKind, Party, Resolution, RoundKind
from chalicelib.views import formats as f
from chalicelib.views.said import Said


class Shape(BaseModel):
    """The base of all shapes that are shown outside."""

    model_config = ConfigDict(
        frozen=True,
        from_attributes=True,
        defer_build=True,
        serialize_by_alias=True,
        hide_input_in_errors=True,
        json_schema_serialization_defaults_required=True,
    )


class CustomerShape(Shape):
    """The customer who bought."""

    name: str


class ReasonShape(Shape):
    """The reason, the party at fault, and `original`, which is the marketplace's own word."""

    code: ReasonCode
    fault: Fault
    text: str | None
    original: str | None


class LineShape(Shape):
    """One position of a return. `amount` is the line's total, or null if it is not known."""

    sku: str
    title: str | None
    quantity: int
    amount: Money | None


class OrderLineShape(LineShape):
    """One position of an order, which always has its amount."""

    amount: Money


class ReturnLineShape(LineShape):
    """One position of a return. `order_sku` is the order's own number if the return or the platform says another."""

    order_sku: str | None


class OverrideShape(Shape):
    """The seller confirmed the order although the check failed."""

    reason: str
    at: Instant


class FieldShape(Shape):
    """A field that differs between return and order, with both values."""

    field: Literal["customer.name"]
    returned: str = Field(serialization_alias="return")
    ordered: str = Field(serialization_alias="order")


class OrderCheckShape(Shape):
    """The comparison of the return with its order."""

    result: CheckResult
    fields: tuple[FieldShape, ...]
    overridden: OverrideShape | None


class OfferShape(Shape):
    """An offer and its status. `recorded_by` is the seller if they recorded it for the customer, else null."""

    offer_id: f.OfferId
    by: Party
    resolution: Resolution
    amount: Money | None
    freight_payer: Party | None
    expires_at: Instant | None
    text: str | None
    status: OfferStatus
    at: Instant
    recorded_by: Party | None


class InspectedShape(Shape):
    """Some pieces of one line, and the state in which they came back."""

    sku: str
    quantity: int
    condition: Condition


class InspectionShape(Shape):
    """The result of the inspection of the goods."""

    matches_description: bool
    matches_pictures: bool
    condition: Condition
    note: str | None
    evidence: tuple[f.Id, ...]
    lines: tuple[InspectedShape, ...]
    at: Instant


class DifferenceShape(Shape):
    """The different answer of another shipped policy."""

    policy: str
    payer: Party


class FreightShape(Shape):
    """The party that pays the freight, by which rule of which policy. `advice` says what the seller can choose.

    `code` is of the reason, and stays the same in every language.
    """

    payer: Party | None
    rule: str
    policy: str
    reclaim_from: Literal["carrier"] | None
    code: f.Code
    because: Said
    advice: Said | None
    differs: DifferenceShape | None


class EvidenceShape(Shape):
    """A file, as it was announced and as it arrived."""

    evidence_id: f.Id
    kind: EvidenceKind
    filename: str
    description: str | None
    content_type: str
    size: int
    sha256: f.FileHash
    status: EvidenceStatus
    reason: Said | None
    at: Instant


class MissingShape(Shape):
    """A kind of evidence of which the case has too little."""

    kind: EvidenceKind
    needed: int
    have: int


class ReadinessShape(Shape):
    """The completeness of the evidence. `ready_for` is mediation or appeal, or null if neither can come."""

    ready_for: RoundKind | None
    ready: bool
    missing: tuple[MissingShape, ...]
    new_since_ruling: tuple[f.Id, ...]


class ConditionShape(Shape):
    """One condition that a return has to meet. `code` is of the reason, and stays the same in every language."""

    rule: str
    holds: bool
    code: f.Code
    why: Said


class EligibilityShape(Shape):
    """The conditions of the return, and if all of them hold."""

    eligible: bool
    rules: tuple[ConditionShape, ...]
    days_left: int | None


class TaskShape(Shape):
    """A task that only a person can do, and by when."""

    kind: TaskKind
    effect_id: f.EffectId | None
    code: f.Code
    text: Said
    by: Instant | None


class ResourceShape(Shape):
    """A help page of the platform for the status of the case."""

    title: Said
    url: f.Address
    why: Said


class ReplyShape(Shape):
    """A friendly reply for the status of the case, which the seller may send (rule G3.3)."""

    situation: f.Code
    text: Said


class PolicyShape(Shape):
    """The policy version that counts for a case."""

    name: str
    version: int


class EntryShape(Shape):
    """One entry of a timeline. `person` is who of ours did it, or null.

    `code` is of its effect, or of the reason why it has none, and stays the same in every language.
    """

    id: str
    at: Instant
    received_at: Instant
    by: Party
    type: f.Code
    text: Said | None
    code: f.Code
    effect: Said | None
    no_effect_because: Said | None
    person: str | None
