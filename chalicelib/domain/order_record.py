"""The order's record: what the order's own events say together, and a line of each in the timeline."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from chalicelib.domain.case_parts import Entry, Review
from chalicelib.domain.events import UNREADABLE, Event, tells
from chalicelib.domain.facts import Fact
from chalicelib.domain.order import (
    Disclosure,
    OrderMoved,
    OrderPlaced,
    OrderRecord,
    OrderRecorded,
    OrderStated,
    PolicyDisclosed,
)
from chalicelib.values.vocabulary import EventType, Party

F = TypeVar("F", bound=Fact)

_DOES = {
    EventType.ORDER_PLACED: "the order is on record",
    EventType.ORDER_RECORDED: "the seller's order record is on file",
    EventType.ORDER_SHIPPED: "the order was shipped",
    EventType.ORDER_DELIVERED: "the order was delivered",
    EventType.POLICY_DISCLOSED: "the customer was shown the policy",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _OrderEvents:
    """The order's own events by kind, each kind in the order of its dates."""

    placed: list[Event[OrderPlaced]]
    recorded: list[Event[OrderRecorded]]
    moved: list[Event[OrderMoved]]
    disclosed: list[Event[PolicyDisclosed]]

    @property
    def counted(self) -> Event[OrderStated] | None:
        """The record that counts: the marketplace's first, else the seller's last."""
        if self.placed:
            return self.placed[0]
        return self.recorded[-1] if self.recorded else None

    @property
    def own(self) -> OrderRecorded | None:
        """The seller's last record."""
        return self.recorded[-1].fact if self.recorded else None

    @property
    def placed_at(self) -> datetime | None:
        """The date of the marketplace's record, else the seller's word."""
        if self.placed:
            return self.placed[0].at
        return self.own.placed_at if self.own else None

    @property
    def delivered_at(self) -> datetime | None:
        """The date of the delivery, else the seller's word."""
        if (delivered := self.first(EventType.ORDER_DELIVERED)) is not None:
            return delivered.at
        return self.own.delivered_at if self.own else None

    @property
    def tracked(self) -> Event[OrderMoved] | None:
        """The event that names the parcel: the first one of the sender, else the first one of its receipt."""
        parcels = [event for event in self.moved if event.fact.tracking]
        return _first(parcels, EventType.ORDER_SHIPPED) or _first(parcels, EventType.ORDER_DELIVERED)

    def first(self, kind: EventType) -> Event[OrderMoved] | None:
        """Return the first movement of this kind."""
        return _first(self.moved, kind)

    @property
    def counting(self) -> frozenset[str]:
        """The ids of the events that the record is made of."""
        moved = (self.first(EventType.ORDER_SHIPPED), self.first(EventType.ORDER_DELIVERED), self.tracked)
        counting: tuple[Event | None, ...] = (self.counted, *moved, *self.disclosed)
        return frozenset(event.id for event in counting if event)


def order_record(events: Iterable[Event]) -> OrderRecord:
    """Read the order's own events, in the order of their dates."""
    history = [event for event in events if event.return_id is None]
    parts = _OrderEvents(
        placed=_of(history, OrderPlaced),
        recorded=_of(history, OrderRecorded),
        moved=_of(history, OrderMoved),
        disclosed=_each_once(_of(history, PolicyDisclosed)),
    )
    record = parts.counted.fact if parts.counted else None
    shipped, tracked, counting = parts.first(EventType.ORDER_SHIPPED), parts.tracked, parts.counting
    return OrderRecord(
        known=record is not None,
        customer=record.customer if record else None,
        lines=record.lines if record else (),
        stated_total=record.total if record else None,
        placed_at=parts.placed_at,
        shipped_at=shipped.at if shipped else None,
        delivered_at=parts.delivered_at,
        tracking=tracked.fact.tracking if tracked else None,
        disclosures=tuple(map(_disclosure, parts.disclosed)),
        reviews=tuple(_conflicts(parts)),
        entries=tuple(_entry(event, counting) for event in history),
    )


def _of(history: list[Event], fact: type[F]) -> list[Event[F]]:
    return [event for event in history if tells(event, fact)]


def _first(events: list[Event[OrderMoved]], kind: EventType) -> Event[OrderMoved] | None:
    return next((event for event in events if event.kind is kind), None)


def _each_once(disclosed: list[Event[PolicyDisclosed]]) -> list[Event[PolicyDisclosed]]:
    """Return the first event of each disclosure."""
    return list({_disclosure(event): event for event in reversed(disclosed)}.values())[::-1]


def _disclosure(event: Event[PolicyDisclosed]) -> Disclosure:
    fact = event.fact
    return Disclosure(policy=fact.policy, version=str(fact.version), channel=fact.channel, at=event.at)


def _conflicts(parts: _OrderEvents) -> Iterator[Review]:
    if any(event.fact != parts.placed[0].fact for event in parts.placed[1:]):
        yield Review("G2.1", "the marketplace told the order again, and otherwise: its first record stands")
    if parts.placed and parts.own and parts.placed[0].fact.content != parts.own.content:
        yield Review("G2.1", "the seller's order record differs from the marketplace's, which stands")


def _entry(event: Event, counting: frozenset[str]) -> Entry:
    effect, because = _effect(event, counting)
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


def _effect(event: Event, counting: frozenset[str]) -> tuple[str | None, str | None]:
    does = _DOES.get(event.kind) if event.kind else None
    if does is None:
        return None, _why_none(event)
    if event.id in counting:
        return does, None
    is_record = isinstance(event.fact, OrderStated)
    return None, "another record of the order stands" if is_record else "it was told before"


def _why_none(event: Event) -> str:
    if event.type == UNREADABLE and event.by is Party.SYSTEM:
        return "it cannot be read any more: a person has to look"
    return "a type nobody knows: kept, changes nothing" if event.by is Party.PLATFORM else "it is of no case"
