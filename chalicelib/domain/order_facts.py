"""The facts of an order: who bought what, its way to the customer, and the policies that were shown."""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from chalicelib.domain.facts import Customer, Fact, Name, OrderLines, Tracking, Word
from chalicelib.values.instants import Instant
from chalicelib.values.money import Money
from chalicelib.values.reading import as_read
from chalicelib.values.sentences import Count, Sentence, say

MOST_PARCELS = 100
MOST_DISCLOSURES = 20


def _number_as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


VersionOfPolicy = Annotated[
    Word,
    BeforeValidator(_number_as_text),
    WithJsonSchema({"anyOf": [{"type": "string", "maxLength": 128}, {"type": "integer"}]}),
]


class OrderStated(Fact):
    """Somebody states who bought what."""

    customer: Customer
    lines: OrderLines
    total: Money | None = None


class OrderPlaced(OrderStated):
    """The marketplace's order record."""


class OrderMoved(Fact):
    """The order left the seller, or reached the customer. The time is the event's."""

    tracking: Tracking | None = None

    @property
    def words(self) -> str | None:
        """The carrier and the number."""
        tracking = self.tracking
        return " ".join(filter(None, (tracking.carrier, tracking.number))) or None if tracking else None


class PolicyDisclosed(Fact):
    """A policy was shown to the customer before the trade (G3.2)."""

    policy: Word
    version: VersionOfPolicy
    channel: Word


class ParcelRecorded(Fact):
    """The seller records a parcel of the order that no marketplace tells of."""

    carrier: Name
    number: Word
    shipped_at: Instant | None = None
    delivered_at: Instant | None = None


class DisclosureRecorded(PolicyDisclosed):
    """The seller records that a policy was shown to the customer, and when (G3.2)."""

    at: Instant


def parcel_key(number: str | None) -> str | None:
    """Name a parcel by its number as people read it: spaces and case do not count. None is the whole order."""
    return as_read(number).replace(" ", "") or None if number else None


def _each_parcel_once(parcels: tuple[ParcelRecorded, ...]) -> tuple[ParcelRecorded, ...]:
    if len({parcel_key(parcel.number) for parcel in parcels}) < len(parcels):
        raise ValueError("each parcel is named once")
    return parcels


class OrderRecorded(OrderStated):
    """The seller's own order record. `delivered_at` is when the whole order arrived."""

    placed_at: Instant | None = None
    delivered_at: Instant | None = None
    parcels: Annotated[
        tuple[ParcelRecorded, ...], Field(max_length=MOST_PARCELS), AfterValidator(_each_parcel_once)
    ] = ()
    disclosures: Annotated[tuple[DisclosureRecorded, ...], Field(max_length=MOST_DISCLOSURES)] = ()

    @property
    def words(self) -> Sentence | None:
        """The number of parcels and disclosures that the seller recorded."""
        counts = (Count(len(self.parcels), "parcel"), Count(len(self.disclosures), "disclosure"))
        counted = tuple(say("counted", "{count}", count=count) for count in counts if count.number)
        return say("recorded-parts", "recorded by the seller: {parts:and}", parts=counted) if counted else None
