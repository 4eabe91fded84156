"""The order's record: what the order's own events say together, and a line of each in the timeline."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from chalicelib.domain.causes import CLOCKS_DIFFER
from chalicelib.domain.commands import refuse_unless
from chalicelib.domain.entries import Entry
from chalicelib.domain.events import UNREADABLE, Event, tells
from chalicelib.domain.facts import Fact, Tracking
from chalicelib.domain.order import Disclosure, OrderRecord, Parcel, Statement
from chalicelib.domain.order_facts import DisclosureRecorded, OrderPlaced, OrderRecorded, OrderStated, PolicyDisclosed
from chalicelib.domain.order_words import CarrierStated, OrderEnd, OrderEnded
from chalicelib.domain.parcels import Parcels, parcels
from chalicelib.values.sentences import Sentence, say
from chalicelib.values.vocabulary import EventType, Party

F = TypeVar("F", bound=Fact)

_DOES = {
    EventType.ORDER_PLACED: say("did-order-placed", "the order is on record"),
    EventType.ORDER_RECORDED: say("did-order-recorded", "the seller's order record is on file"),
    EventType.ORDER_SHIPPED: say("did-order-shipped", "the order was shipped"),
    EventType.ORDER_DELIVERED: say("did-order-delivered", "the order was delivered"),
    EventType.ORDER_ENDED: say("did-order-ended", "the platform's word is on record"),
    EventType.CARRIER_STATED: say("did-carrier-stated", "the carrier's word is on record"),
    EventType.POLICY_DISCLOSED: say("did-policy-disclosed", "the customer was shown the policy"),
}
_NO_LONGER = {
    EventType.ORDER_PLACED: say("newer-order", "a newer record of the order counts, or the seller's"),
    EventType.ORDER_RECORDED: say("newer-record", "a newer record of the seller's counts"),
}
_TOLD_BEFORE = say("told-before", "it was told before")
_OTHERWISE = say("told-before-otherwise", "it was told before, and otherwise: the first stands")


@dataclass(frozen=True, slots=True, kw_only=True)
class _OrderEvents:
    """The order's own events, by subject."""

    statements: list[Event[OrderStated]]
    disclosures: dict[Disclosure, str]
    parcels: Parcels
    words: frozenset[str]

    @property
    def stated(self) -> OrderStated | None:
        """The statement that counts."""
        return self.statements[-1].fact if self.statements else None

    @property
    def placed_at(self) -> datetime | None:
        """The seller's word, else the date of the marketplace's first record."""
        recorded = [found.fact.placed_at for found in self.statements if tells(found, OrderRecorded)]
        placed = (found.at for found in self.statements if tells(found, OrderPlaced))
        return next((at for at in reversed(recorded) if at is not None), None) or min(placed, default=None)

    @property
    def counting(self) -> frozenset[str]:
        """The ids of the events that the record is made of."""
        counted = frozenset(found.id for found in self.statements[-1:]) | self.words
        return counted | self.parcels.counting | frozenset(self.disclosures.values())

    @property
    def otherwise(self) -> frozenset[str]:
        """The ids of the events that contradict a first telling."""
        return frozenset(found.id for found in self.parcels.repeats if self.parcels.contradicts(found))


def refuse_future_dates(record: OrderRecorded, now: datetime) -> None:
    """Refuse a record of something that has not happened yet. Clocks may differ by 5 minutes (G2.1)."""
    for name, at in _dates(record):
        refuse_unless(
            at is None or at <= now + CLOCKS_DIFFER,
            "G2.1",
            say("lies-in-future", "`{name}` lies in the future: record it then", name=name),
        )


def _dates(record: OrderRecorded) -> Iterator[tuple[str, datetime | None]]:
    yield "placed_at", record.placed_at
    yield "delivered_at", record.delivered_at
    for number, parcel in enumerate(record.parcels):
        yield f"parcels.{number}.shipped_at", parcel.shipped_at
        yield f"parcels.{number}.delivered_at", parcel.delivered_at
    for number, disclosure in enumerate(record.disclosures):
        yield f"disclosures.{number}.at", disclosure.at


def order_record(events: Iterable[Event]) -> OrderRecord:
    """Read the order's own events, in the order of their dates."""
    history = [event for event in events if event.return_id is None]
    statements = _statements(history)
    parts = _OrderEvents(
        statements=statements,
        disclosures=_disclosures(history),
        parcels=parcels(history),
        words=_ids_of_words(history),
    )
    stated, moved, shown = parts.stated, parts.parcels, parts.parcels.all
    return OrderRecord(
        known=stated is not None,
        customer=stated.customer if stated else None,
        lines=stated.lines if stated else (),
        statements=tuple(map(_statement, statements)),
        placed_at=parts.placed_at,
        shipped_at=moved.shipped_at,
        delivered_at=moved.delivered_at,
        parcels=shown,
        arrivals=moved.arrivals,
        tracking=_tracking(shown),
        disclosures=tuple(parts.disclosures),
        reviews=tuple(moved.reviews()),
        ends=tuple(_end(event) for event in history if tells(event, OrderEnded)),
        entries=tuple(_entries(history, parts)),
    )


def _statements(history: list[Event]) -> list[Event[OrderStated]]:
    """Return the statements of the order, the one that counts last."""
    return sorted((event for event in history if tells(event, OrderStated)), key=_rank)


def _ids_of_words(history: list[Event]) -> frozenset[str]:
    return frozenset(event.id for event in history if isinstance(event.fact, CarrierStated | OrderEnded))


def _rank(event: Event[OrderStated]) -> tuple[bool, datetime, str]:
    """Sort the statements: the newest by its own date counts, and every one of the seller's before a marketplace's."""
    return (tells(event, OrderRecorded), event.at, event.id)


def _statement(event: Event[OrderStated]) -> Statement:
    fact = event.fact
    return Statement(
        id=event.id,
        at=event.at,
        received_at=event.received_at,
        by=event.by,
        customer=fact.customer,
        lines=fact.lines,
        stated_total=fact.total,
    )


def _end(event: Event[OrderEnded]) -> OrderEnd:
    return OrderEnd(id=event.id, at=event.counts_at, word=event.fact.platform_status)


def _tracking(shown: tuple[Parcel, ...]) -> Tracking | None:
    """Return the first parcel that is named."""
    named = (Tracking(carrier=found.carrier, number=found.number) for found in shown if found.carrier or found.number)
    return next(named, None)


def _disclosures(history: list[Event]) -> dict[Disclosure, str]:
    """Return each disclosure with the id of the event that told it first, in the order of their dates."""
    first: dict[tuple[str, str, str, datetime], tuple[Disclosure, str]] = {}
    for event in sorted(history, key=lambda event: event.receipt):
        for shown in _disclosed(event):
            first.setdefault((shown.policy, shown.version, shown.channel, shown.at), (shown, event.id))
    return dict(sorted(first.values(), key=lambda found: (found[0].at, found[1])))


def _disclosed(event: Event) -> Iterator[Disclosure]:
    if tells(event, PolicyDisclosed):
        yield _disclosure(event.fact, event.at, None)
    if tells(event, OrderRecorded):
        yield from (_disclosure(shown, shown.at, Party.SELLER) for shown in event.fact.disclosures)


def _disclosure(shown: PolicyDisclosed | DisclosureRecorded, at: datetime, by: Party | None) -> Disclosure:
    return Disclosure(policy=shown.policy, version=shown.version, channel=shown.channel, at=at, recorded_by=by)


def _entries(history: list[Event], parts: _OrderEvents) -> Iterator[Entry]:
    counting, otherwise = parts.counting, parts.otherwise
    for event in history:
        does = _DOES.get(event.kind) if event.kind else None
        counts = does is not None and event.id in counting
        told_otherwise = event.id in otherwise
        yield Entry(
            id=event.id,
            at=event.at,
            received_at=event.received_at,
            by=event.by,
            type=event.type,
            words=event.fact.words,
            sentence=does if does and counts else _OTHERWISE if told_otherwise else _why_none(event),
            counts=counts,
            person=event.person,
        )


def _why_none(event: Event) -> Sentence:
    if event.type == UNREADABLE and event.by is Party.SYSTEM:
        return say("unreadable-now", "it cannot be read any more: a person has to look")
    if event.kind in _DOES:
        return _NO_LONGER.get(event.kind, _TOLD_BEFORE)
    if event.by is Party.PLATFORM:
        return say("unknown-type", "a type nobody knows: kept, changes nothing")
    return say("of-no-case", "it is of no case")
