"""Parcels: when each was shipped, when each arrived, and when the whole order had arrived.

A parcel is itself by its tracking number. A movement without a number is of the whole order. Of several tellings of one
shipment or arrival the first one received counts. The receipt of an order is that of its last parcel: while one has not
arrived, nobody knows which goods are in it, and no window has begun.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.events import Event, tells
from chalicelib.domain.flags import Review
from chalicelib.domain.order import Arrival, Parcel
from chalicelib.domain.order_facts import OrderMoved, OrderRecorded, parcel_key
from chalicelib.values.sentences import say
from chalicelib.values.vocabulary import EventType, Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One telling of a shipment or an arrival, of one parcel or of the whole order."""

    id: str
    by: Party
    received_at: datetime
    at: datetime
    carrier: str | None
    number: str | None
    arrives: bool

    @property
    def key(self) -> str | None:
        """The parcel that it is about, or None for the whole order."""
        return parcel_key(self.number)


@dataclass(frozen=True, slots=True)
class Parcels:
    """The order's parcels, made of the first telling of each shipment and arrival.

    `recorded` are parcels of which only the number is known. `repeats` are the tellings that came later.
    """

    shipped: Mapping[str | None, Movement]
    delivered: Mapping[str | None, Movement]
    recorded: Mapping[str | None, Parcel]
    repeats: tuple[Movement, ...]

    @property
    def all(self) -> tuple[Parcel, ...]:
        """Every parcel, earliest first. If no number is known, the whole order counts as one parcel."""
        numbers = {key for found in (self.shipped, self.delivered, self.recorded) for key in found}
        numbered = [self._parcel(key) for key in numbers if key is not None]
        if numbered:
            return tuple(sorted(numbered, key=_place))
        return (self._parcel(None),) if numbers else ()

    @property
    def arrivals(self) -> tuple[Arrival, ...]:
        """Everything that has arrived, earliest first, each counted no later than it was told."""
        found = self.delivered.values()
        arrived = (Arrival(min(arrival.at, arrival.received_at), arrival.received_at) for arrival in found)
        return tuple(sorted(arrived, key=lambda arrival: (arrival.at, arrival.received_at)))

    @property
    def shipped_at(self) -> datetime | None:
        """The first shipment."""
        return min((found.at for found in self.shipped.values()), default=None)

    @property
    def delivered_at(self) -> datetime | None:
        """The arrival of the last parcel, or None while one has not arrived."""
        arrived = [parcel.delivered_at for parcel in self.all]
        if None in arrived:
            return None
        whole = self.delivered.get(None)
        return max((at for at in (*arrived, whole.at if whole else None) if at is not None), default=None)

    @property
    def counting(self) -> frozenset[str]:
        """The ids of the events that the parcels are made of."""
        return frozenset(found.id for found in (*self.shipped.values(), *self.delivered.values()))

    def contradicts(self, again: Movement) -> bool:
        """Tell whether an arrival is told again with another date. The date of a shipment decides nothing."""
        return again.arrives and again.at != self.delivered[again.key].at

    def reviews(self) -> Iterator[Review]:
        """Flag that arrivals were told again, and otherwise."""
        again = sorted({found.number or "" for found in self.repeats if self.contradicts(found)})
        if again:
            named = tuple(f"parcel {number}" if number else "the whole order" for number in again)
            said = say(
                "arrival-told-otherwise",
                "the arrival of {parcels} was told again with another date: the first telling stays valid",
                parcels=named,
            )
            yield Review("told-otherwise", said)

    def _parcel(self, key: str | None) -> Parcel:
        shipped, delivered, recorded = self.shipped.get(key), self.delivered.get(key), self.recorded.get(key)
        sources = [found for found in (shipped, delivered, recorded) if found is not None]
        return Parcel(
            **_names(sources),
            shipped_at=shipped.at if shipped else None,
            delivered_at=delivered.at if delivered else self._with_the_whole(shipped),
            recorded_by=None if _is_reported(shipped) or _is_reported(delivered) else Party.SELLER,
        )

    def _with_the_whole(self, shipped: Movement | None) -> datetime | None:
        """Return when a parcel arrived with the whole order. A parcel that was shipped after that did not."""
        whole = self.delivered.get(None)
        return None if whole is None or (shipped and shipped.at > whole.at) else whole.at


def _is_reported(movement: Movement | None) -> bool:
    """Tell whether somebody else than the seller reports a movement."""
    return movement is not None and movement.by is not Party.SELLER


def _names(sources: Sequence[Movement | Parcel]) -> dict[str, str | None]:
    """Return the first carrier and the first number that is not blank."""
    return {
        "carrier": _first_filled(found.carrier for found in sources),
        "number": _first_filled(found.number for found in sources),
    }


def _first_filled(texts: Iterable[str | None]) -> str | None:
    return next((text for text in texts if text), None)


def parcels(events: Iterable[Event]) -> Parcels:
    """Read the parcels of an order from its own events."""
    told = sorted(events, key=lambda event: event.receipt)
    shipped: dict[str | None, Movement] = {}
    delivered: dict[str | None, Movement] = {}
    repeats: list[Movement] = []
    for movement in (movement for event in told for movement in _movements(event)):
        known = delivered if movement.arrives else shipped
        if known.setdefault(movement.key, movement) is not movement:
            repeats.append(movement)
    recorded = {parcel_key(parcel.number): parcel for event in reversed(told) for parcel in _recorded(event)}
    return Parcels(shipped, delivered, recorded, tuple(repeats))


def _movements(event: Event) -> Iterator[Movement]:
    if tells(event, OrderMoved):
        tracking = event.fact.tracking
        carrier, number = (tracking.carrier, tracking.number) if tracking else (None, None)
        yield _movement(event, event.at, carrier, number, arrives=event.kind is EventType.ORDER_DELIVERED)
    if tells(event, OrderRecorded):
        yield from _of_record(event, event.fact)


def _of_record(event: Event, record: OrderRecorded) -> Iterator[Movement]:
    if record.delivered_at is not None:
        yield _movement(event, record.delivered_at, None, None, arrives=True)
    for parcel in record.parcels:
        if parcel.shipped_at is not None:
            yield _movement(event, parcel.shipped_at, parcel.carrier, parcel.number, arrives=False)
        if parcel.delivered_at is not None:
            yield _movement(event, parcel.delivered_at, parcel.carrier, parcel.number, arrives=True)


def _movement(event: Event, at: datetime, carrier: str | None, number: str | None, *, arrives: bool) -> Movement:
    return Movement(
        id=event.id, by=event.by, received_at=event.received_at, at=at, carrier=carrier, number=number, arrives=arrives
    )


def _recorded(event: Event) -> Iterator[Parcel]:
    for parcel in event.fact.parcels if tells(event, OrderRecorded) else ():
        yield Parcel(carrier=parcel.carrier, number=parcel.number, shipped_at=None, delivered_at=None)


def _place(parcel: Parcel) -> tuple[bool, float, str]:
    at = parcel.shipped_at or parcel.delivered_at
    return (at is None, at.timestamp() if at else 0.0, parcel.number or "")
