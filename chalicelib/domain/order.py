"""The order of the cases: who bought what, its parcels, and the file that holds everything.

An order may change. Of several statements of its customer, lines and total the newest one counts, by its own date, and
every statement of the seller's counts before those of the marketplace. What was promised on an older one stays valid
(`order_changes`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, Field

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Outbox
from chalicelib.domain.entries import Entry
from chalicelib.domain.facts import Customer, Fact, Name, OrderLine, OrderLines, Tracking, Word
from chalicelib.domain.flags import Review
from chalicelib.domain.line_amounts import Article, articles_of
from chalicelib.domain.order_words import OrderEnd
from chalicelib.domain.policy import PolicyBook
from chalicelib.values.identifiers import OrderKey
from chalicelib.values.instants import Instant
from chalicelib.values.money import Money, total
from chalicelib.values.reading import as_read
from chalicelib.values.sentences import Count, Sentence, say
from chalicelib.values.vocabulary import Party

MOST_PARCELS = 100
MOST_DISCLOSURES = 20


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
    version: Word | int
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


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One statement of who bought what, by the marketplace or by the seller.

    It has no slots: its sums are made once, for all the cases that read them.
    """

    id: str
    at: datetime
    received_at: datetime
    by: Party
    customer: Customer
    lines: tuple[OrderLine, ...]
    stated_total: Money | None

    @cached_property
    def total(self) -> Money | None:
        """The amount paid: as stated, else the sum of the lines. None if it has two currencies."""
        return self.stated_total or total(line.amount for line in self.lines)

    @cached_property
    def articles(self) -> Mapping[str, Article]:
        """The articles of its lines, each by how its number reads."""
        return articles_of(self.lines)

    @cached_property
    def discount(self) -> tuple[int, str] | None:
        """The total without the lines: a discount or a charge on the whole order. None in two currencies."""
        lines = total(line.amount for line in self.lines)
        if self.total is None or lines is None or lines.currency != self.total.currency:
            return None
        return self.total.minor - lines.minor, lines.currency


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One parcel of the order. Without a number it is the whole order.

    `recorded_by` is set if only the seller has told of it.
    """

    carrier: str | None
    number: str | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    recorded_by: Party | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something of the order reached the customer. `received_at` is when we were told."""

    at: datetime
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """A policy that the customer was shown before the trade (G3.2). `recorded_by` is set if the seller recorded it."""

    policy: str
    version: str
    channel: str
    at: datetime
    recorded_by: Party | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRecord:
    """An order as far as it is known. `known` is True once anybody has stated who bought what.

    `statements` are in the order in which they count, the one that counts last. `delivered_at` is when the last parcel
    arrived, or None while one is on its way. `arrivals` are all that has arrived.
    """

    known: bool = False
    customer: Customer | None = None
    lines: tuple[OrderLine, ...] = ()
    statements: tuple[Statement, ...] = ()
    placed_at: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    parcels: tuple[Parcel, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    tracking: Tracking | None = None
    disclosures: tuple[Disclosure, ...] = ()
    reviews: tuple[Review, ...] = ()
    ends: tuple[OrderEnd, ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def stated(self) -> Statement | None:
        """The statement that counts."""
        return self.statements[-1] if self.statements else None

    def stated_by(self, party: Party) -> Statement | None:
        """Return the statement of the seller's, or of the marketplace's, that is the newest by its own date."""
        return next((found for found in reversed(self.statements) if found.by is party), None)

    def stated_at(self, instant: datetime, *, by: Party | None = None) -> Statement | None:
        """Return the statement that counted at an instant, of those received by then, or of those of one party."""
        known = (found for found in reversed(self.statements) if found.received_at <= instant)
        return next((found for found in known if by in (None, found.by)), None)

    @property
    def total(self) -> Money | None:
        """The amount paid, or None if it is unknown or in two currencies."""
        return self.stated.total if self.stated else None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFile:
    """The fold of one order's log: the order's facts and its cases, as of an instant."""

    key: OrderKey
    order: OrderRecord
    cases: Mapping[str, Case]
    as_of: datetime
    latest: datetime | None
    policies: PolicyBook
    outbox: Outbox = field(default_factory=Outbox)
