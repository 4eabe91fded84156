"""The order of the cases: who bought what, its parcels, and the file that holds everything.

An order may change. Of several statements of its customer, lines and total the newest one counts, by its own date, and
every statement of the seller's counts before those of the marketplace. What was promised on an older one stays valid
(`order_changes`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Outbox
from chalicelib.domain.entries import Entry
from chalicelib.domain.facts import Customer, OrderLine, Tracking
from chalicelib.domain.flags import Review
from chalicelib.domain.line_amounts import Article, articles_of
from chalicelib.domain.order_words import OrderEnd
from chalicelib.domain.policy import PolicyBook
from chalicelib.values.identifiers import OrderKey
from chalicelib.values.money import Money, total
from chalicelib.values.vocabulary import Party


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
