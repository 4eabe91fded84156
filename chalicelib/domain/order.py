"""The order behind the cases: its goods, its customer, its dates, and the file of everything."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Entry, Outbox, Review
from chalicelib.domain.facts import Customer, Fact, OrderLine, OrderLines, Tracking, Word
from chalicelib.domain.policy import PolicyBook
from chalicelib.values.identifiers import OrderKey
from chalicelib.values.instants import Instant
from chalicelib.values.money import Money, total


class OrderStated(Fact):
    """Somebody states who bought what."""

    customer: Customer
    lines: OrderLines
    total: Money | None = None

    @property
    def content(self) -> tuple[object, ...]:
        """The customer, the lines and the total, for the comparison of two records."""
        return (self.customer, self.lines, self.total or total(line.amount for line in self.lines))


class OrderPlaced(OrderStated):
    """The marketplace's order record."""


class OrderRecorded(OrderStated):
    """The seller's own order record. It counts if the marketplace gave none."""

    placed_at: Instant | None = None
    delivered_at: Instant | None = None


class OrderMoved(Fact):
    """The order left the seller, or reached the customer. The time is the event's."""

    tracking: Tracking | None = None


class PolicyDisclosed(Fact):
    """A policy was shown to the customer before the trade (G3.2)."""

    policy: Word
    version: Word | int
    channel: Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """A policy that the customer was shown before the trade (G3.2)."""

    policy: str
    version: str
    channel: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRecord:
    """An order as far as it is known. `known` is True once anybody has stated who bought what."""

    known: bool = False
    customer: Customer | None = None
    lines: tuple[OrderLine, ...] = ()
    stated_total: Money | None = None
    placed_at: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    tracking: Tracking | None = None
    disclosures: tuple[Disclosure, ...] = ()
    reviews: tuple[Review, ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def total(self) -> Money | None:
        """The amount paid: as stated, else the sum of the lines. None if unknown or in two currencies."""
        return self.stated_total or total(line.amount for line in self.lines)


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
