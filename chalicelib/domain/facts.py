"""What a marketplace tells: one class per event type of the contract, validated, immutable.

Sizes are limits on what a stranger can grow (HOSTILE, issue of limits): beyond them a delivery is quarantined.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from chalicelib.values.identifiers import Identifier, is_identifier
from chalicelib.values.instants import Instant
from chalicelib.values.money import Money
from chalicelib.values.vocabulary import EventType, Favour, Party, Resolution

Text = Annotated[str, StringConstraints(strict=True, max_length=8_000)]
Word = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=128)]
Name = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=300)]


def _blank_is_absent(value: object) -> object:
    return None if value in ("", []) else value


# Platforms fill a field they know nothing for with a blank: that alone must not cost what else they tell.
_MayBeBlank = BeforeValidator(_blank_is_absent)
WordOrNone = Annotated[Word | None, _MayBeBlank]
NameOrNone = Annotated[Name | None, _MayBeBlank]
Payer = Literal[Party.SELLER, Party.CUSTOMER]
Opener = Literal[Party.CUSTOMER, Party.SELLER, Party.PLATFORM]
Quantity = Annotated[int, Field(strict=True, ge=1, le=10_000_000)]


class Fact(BaseModel):
    """Something that happened; unknown fields are ignored."""

    # A bug's traceback must not quote what somebody said (the Lambda runtime logs it).
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True, hide_input_in_errors=True)


class Customer(Fact):
    """Who bought."""

    name: Name


class Line(Fact):
    """One position of an order or a return; `amount` is the line's total."""

    sku: Word
    title: NameOrNone = None
    quantity: Quantity
    amount: Money


def _not_empty(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    if not lines:
        raise ValueError("there is at least one line")
    return lines


# Not `min_length`: pydantic counts the valid ones, and would tell of a list with one bad line that it is empty too.
Lines = Annotated[tuple[Line, ...], Field(max_length=200), AfterValidator(_not_empty)]


class StatedReason(Fact):
    """The reason as told: `code` may be a word nobody knows."""

    code: Word
    text: Text | None = None


class Tracking(Fact):
    """A parcel at a carrier."""

    carrier: NameOrNone = None
    number: WordOrNone = None


def _identifier_or_none(value: object) -> str | None:
    return value if isinstance(value, str) and is_identifier(value) else None


class Unknown(Fact):
    """A fact of a type nobody knows: kept, changes nothing; of a case where it names one."""

    return_id: Annotated[str | None, BeforeValidator(_identifier_or_none)] = None


class OrderPlaced(Fact):
    """The marketplace's order record."""

    customer: Customer
    lines: Lines
    total: Money | None = None


class OrderMoved(Fact):
    """The order left the seller, or reached the customer; the time is the event's."""

    tracking: Tracking | None = None


class PolicyDisclosed(Fact):
    """A policy was shown to the customer before the trade (G3.2)."""

    policy: Word
    version: Word | int
    channel: Word


class CaseFact(Fact):
    """A fact of one case."""

    return_id: Identifier


class Details(Fact):
    """What a return is about; all of it may be missing where a platform only signals."""

    customer: Customer | None = None
    reason: StatedReason | None = None
    wants: Annotated[Resolution | None, _MayBeBlank] = None
    lines: Annotated[Lines | None, _MayBeBlank] = None


class PlatformFact(CaseFact):
    """A fact of one case beside which a platform tells its own status, kept in its own words."""

    platform_status: WordOrNone = None


class ReturnRequested(PlatformFact, Details):
    """The customer asks for a return: opens the case."""


class ReturnUpdated(PlatformFact, Details):
    """The platform tells its own status, and whatever has become known."""


class ReturnMoved(PlatformFact):
    """The goods were sent back, reached the seller, or the exchange was sent out."""

    tracking: Tracking | None = None


class Worded(PlatformFact):
    """A fact with words and nothing else: a withdrawal, a contested refusal."""

    text: Text | None = None


class MessagePosted(CaseFact):
    """Something said in the negotiation."""

    text: Text


class OfferMade(CaseFact):
    """An offer, immutable once made (G2.3a)."""

    offer_id: Identifier
    resolution: Resolution
    amount: Money | None = None
    freight_payer: Payer | None = None
    expires_at: Instant | None = None
    text: Text | None = None


class OfferAnswered(CaseFact):
    """An offer was accepted or declined by the other side."""

    offer_id: Identifier
    text: Text | None = None


class MediationOpened(PlatformFact):
    """The platform has taken the case up."""

    mediation_id: Identifier
    opened_by: Opener
    evidence_due: Instant | None = None


class Ruling(CaseFact):
    """What the platform decided."""

    in_favour_of: Favour
    refund: Money | None = None
    freight_payer: Payer | None = None
    appeal_until: Instant | None = None
    text: Text | None = None


class MediationDecided(Ruling):
    """The ruling of a mediation."""

    mediation_id: Identifier


class AppealOpened(CaseFact):
    """The platform has taken an appeal up."""

    appeal_id: Identifier
    opened_by: Opener
    evidence_due: Instant | None = None


class AppealDecided(Ruling):
    """The ruling of an appeal."""

    appeal_id: Identifier


class RefundSettled(CaseFact):
    """Money went back to the customer."""

    amount: Money
    reference: WordOrNone = None


MARKETPLACE_FACTS: dict[EventType, tuple[type[Fact], Party]] = {
    EventType.ORDER_PLACED: (OrderPlaced, Party.PLATFORM),
    EventType.ORDER_SHIPPED: (OrderMoved, Party.PLATFORM),
    EventType.ORDER_DELIVERED: (OrderMoved, Party.PLATFORM),
    EventType.POLICY_DISCLOSED: (PolicyDisclosed, Party.PLATFORM),
    EventType.RETURN_REQUESTED: (ReturnRequested, Party.CUSTOMER),
    EventType.RETURN_UPDATED: (ReturnUpdated, Party.PLATFORM),
    EventType.RETURN_SHIPPED: (ReturnMoved, Party.CUSTOMER),
    EventType.RETURN_DELIVERED: (ReturnMoved, Party.PLATFORM),
    EventType.RETURN_WITHDRAWN: (Worded, Party.CUSTOMER),
    EventType.RETURN_CONTESTED: (Worded, Party.CUSTOMER),
    EventType.OFFER_MADE: (OfferMade, Party.CUSTOMER),
    EventType.OFFER_ACCEPTED: (OfferAnswered, Party.CUSTOMER),
    EventType.OFFER_DECLINED: (OfferAnswered, Party.CUSTOMER),
    EventType.MESSAGE_POSTED: (MessagePosted, Party.CUSTOMER),
    EventType.MEDIATION_OPENED: (MediationOpened, Party.PLATFORM),
    EventType.MEDIATION_DECIDED: (MediationDecided, Party.PLATFORM),
    EventType.APPEAL_OPENED: (AppealOpened, Party.PLATFORM),
    EventType.APPEAL_DECIDED: (AppealDecided, Party.PLATFORM),
    EventType.REFUND_SETTLED: (RefundSettled, Party.PLATFORM),
    EventType.EXCHANGE_SHIPPED: (ReturnMoved, Party.SELLER),
}
