"""The order behind the cases: what was bought, by whom, when it arrived; and the file that holds all of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Entry, Outbox, Review
from chalicelib.domain.events import UNREADABLE, Event
from chalicelib.domain.facts import Customer, Line, OrderMoved, OrderPlaced, PolicyDisclosed, Tracking
from chalicelib.domain.own_facts import OrderRecorded
from chalicelib.domain.policy import PolicyBook
from chalicelib.values.identifiers import OrderKey
from chalicelib.values.money import Money, total
from chalicelib.values.vocabulary import EventType, Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """A policy that the customer was shown before the trade (G3.2)."""

    policy: str
    version: str
    channel: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRecord:
    """What is known of an order; `known` once anybody has told who bought what."""

    known: bool = False
    customer: Customer | None = None
    lines: tuple[Line, ...] = ()
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
        """What was paid: as stated, else the sum of the lines; None where unknown or of two currencies."""
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


def order_record(events: Iterable[Event]) -> OrderRecord:
    """Read the order's own facts; the marketplace's record goes before the seller's, of two of his the later one."""
    history = [event for event in events if event.return_id is None]
    placed = [event for event in history if isinstance(event.fact, OrderPlaced)]
    recorded = [event for event in history if isinstance(event.fact, OrderRecorded)]
    shipped, delivered = _first(history, EventType.ORDER_SHIPPED), _first(history, EventType.ORDER_DELIVERED)
    standing = placed[0] if placed else recorded[-1] if recorded else None
    tracked, shown = _tracked(history), _shown(history)
    counting = frozenset(event.id for event in (standing, shipped, delivered, tracked, *shown) if event)
    own = recorded[-1].fact if recorded else None
    fact = standing.fact if standing else None
    seller = own if isinstance(own, OrderRecorded) else None
    record = fact if isinstance(fact, OrderPlaced | OrderRecorded) else None
    return OrderRecord(
        known=record is not None,
        customer=record.customer if record else None,
        lines=record.lines if record else (),
        stated_total=record.total if record else None,
        placed_at=placed[0].at if placed else seller.placed_at if seller else None,
        shipped_at=shipped.at if shipped else None,
        delivered_at=delivered.at if delivered else seller.delivered_at if seller else None,
        tracking=tracked.fact.tracking if tracked and isinstance(tracked.fact, OrderMoved) else None,
        disclosures=tuple(map(_disclosure, shown)),
        reviews=tuple(_conflicts(placed, recorded)),
        entries=tuple(_entry(event, counting) for event in history),
    )


def _first(history: list[Event], kind: EventType) -> Event | None:
    return next((event for event in history if event.kind is kind), None)


def _tracked(history: list[Event]) -> Event | None:
    """Who tells the parcel first, of those who sent it before those who received it."""
    moves = [event for event in history if isinstance(event.fact, OrderMoved) and event.fact.tracking]
    return _first(moves, EventType.ORDER_SHIPPED) or _first(moves, EventType.ORDER_DELIVERED)


def _shown(history: list[Event]) -> list[Event]:
    """The disclosures, each once however often it was told."""
    found = [event for event in history if event.kind is EventType.POLICY_DISCLOSED]
    return list({_disclosure(event): event for event in reversed(found)}.values())[::-1]


def _disclosure(event: Event) -> Disclosure:
    fact = event.fact
    assert isinstance(fact, PolicyDisclosed)
    return Disclosure(policy=fact.policy, version=str(fact.version), channel=fact.channel, at=event.at)


def _conflicts(placed: list[Event], recorded: list[Event]) -> Iterable[Review]:
    if any(event.fact != placed[0].fact for event in placed[1:]):
        yield Review("G2.1", "the marketplace told the order again, and otherwise: its first record stands")
    if placed and recorded and isinstance(fact := recorded[-1].fact, OrderRecorded):
        told = placed[0].fact
        if isinstance(told, OrderPlaced) and _said(told) != _said(fact):
            yield Review("G2.1", "the seller's order record differs from the marketplace's, which stands")


def _said(fact: OrderPlaced | OrderRecorded) -> tuple[object, ...]:
    return (fact.customer, fact.lines, fact.total or total(line.amount for line in fact.lines))


_DOES = {
    EventType.ORDER_PLACED: "the order is on record",
    EventType.ORDER_RECORDED: "the seller's order record is on file",
    EventType.ORDER_SHIPPED: "the order was shipped",
    EventType.ORDER_DELIVERED: "the order was delivered",
    EventType.POLICY_DISCLOSED: "the customer was shown the policy",
}


def _entry(event: Event, counting: frozenset[str]) -> Entry:
    effect = _DOES.get(event.kind) if event.kind else None
    because = None if effect else _no_effect(event)
    if effect is not None and event.id not in counting:
        record = isinstance(event.fact, OrderPlaced | OrderRecorded)
        effect, because = None, "another record of the order stands" if record else "it was told before"
    return Entry(
        id=event.id,
        at=event.at,
        received_at=event.received_at,
        by=event.by,
        type=event.type,
        text=None,
        effect=effect,
        no_effect_because=because,
    )


def _no_effect(event: Event) -> str:
    if event.type == UNREADABLE and event.by is Party.SYSTEM:
        return "it cannot be read any more: a person has to look"
    return "a type nobody knows: kept, changes nothing" if event.by is Party.PLATFORM else "it is of no case"
