"""Causes: an answer never counts before what it answers, whatever clock has dated it.

Platforms date facts in whole seconds, and their clocks differ from ours. Example: our offer is made at 12:00:05.4,
and the customer accepts it "at 12:00:05". The acceptance counts right after the offer, at 12:00:05.4.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeAlias

from chalicelib.domain.case import Case
from chalicelib.domain.events import Event, Place
from chalicelib.domain.offer_facts import OfferAnswered, OfferMade
from chalicelib.domain.openings import AppealOpened, MediationOpened
from chalicelib.domain.ruling_facts import AppealDecided, MediationDecided
from chalicelib.values.vocabulary import EventType as E
from chalicelib.values.vocabulary import Party, Status

CLOCKS_DIFFER = timedelta(minutes=5)
Places: TypeAlias = tuple[Place, ...]
_YES = frozenset({E.RETURN_ACCEPTED, E.OFFER_ACCEPTED})


@dataclass(frozen=True, slots=True)
class Placed:
    """An event with its place in the history. An answer's place is its cause's place, and then its own."""

    event: Event
    places: Places

    def after(self, cause: "Placed") -> "Placed":
        """Move it right after a cause."""
        moved = replace(self.event, moved_to=cause.event.counts_at)
        return Placed(moved, (*cause.places, self.event.place))


@dataclass(frozen=True, slots=True)
class Answer:
    """A kind of event that answers an act of ours without naming it. `answers` tells if it answers anything now."""

    acts: frozenset[E]
    answers: Callable[[Case], bool]


_ANSWERS: Mapping[E | None, Answer] = {
    E.RETURN_CONTESTED: Answer(frozenset({E.RETURN_REFUSED}), lambda case: case.status is Status.REFUSED),
    E.RETURN_SHIPPED: Answer(_YES, lambda case: case.agreement is not None),
    E.EXCHANGE_SHIPPED: Answer(_YES, lambda case: case.awaits_exchange),
    E.REFUND_SETTLED: Answer(_YES | {E.MEDIATION_DECIDED, E.APPEAL_DECIDED}, lambda case: case.promised is not None),
}
_ACTS = frozenset(kind for row in _ANSWERS.values() for kind in row.acts)


@dataclass(frozen=True, slots=True)
class Chronology:
    """The placed events of a case, our acts by kind, and the answers by type and date."""

    placed: tuple[Placed, ...]
    acts: Mapping[E, tuple[Placed, ...]]
    alike: Mapping[tuple[str, datetime], tuple[Event, ...]]


def chronology(events: Iterable[Event]) -> Chronology:
    """Place the events of a case, each answer to an offer or an opening right after it."""
    history = [Placed(event, (event.place,)) for event in events]
    named = {name: found for found in reversed(history) if (name := _names(found.event)) is not None}
    placed = tuple(_after_named(found, named) for found in history)
    return Chronology(placed, _acts(placed), _alike(placed))


def _acts(placed: Iterable[Placed]) -> Mapping[E, tuple[Placed, ...]]:
    """Return our own acts that somebody can answer, by kind."""
    acts: defaultdict[E, tuple[Placed, ...]] = defaultdict(tuple)
    for found in placed:
        if found.event.ours and found.event.kind in _ACTS:
            acts[found.event.kind] += (found,)
    return acts


def _alike(placed: Iterable[Placed]) -> Mapping[tuple[str, datetime], tuple[Event, ...]]:
    """Return the answers of one type and date together."""
    alike: defaultdict[tuple[str, datetime], tuple[Event, ...]] = defaultdict(tuple)
    for event in (found.event for found in placed):
        if event.kind in _ANSWERS:
            alike[event.type, event.at] += (event,)
    return alike


def cause_later(case: Case, answer: Placed, history: Chronology) -> Placed | None:
    """Return the later act of ours that an event answers, or None.

    None if it answers something at its own place, or repeats another answer.
    """
    event, row = answer.event, _ANSWERS.get(answer.event.kind)
    if row is None or event.ours or row.answers(case):
        return None
    repeats = any(_is_same(other, event) for other in history.alike[event.type, event.at])
    return None if repeats else _first_answered(row.acts, answer, history)


def _first_answered(kinds: Iterable[E], answer: Placed, history: Chronology) -> Placed | None:
    acts = (act for kind in kinds for act in history.acts.get(kind, ()) if _is_answered_by(act, answer))
    return min(acts, key=lambda act: act.places, default=None)


def _is_answered_by(act: Placed, answer: Placed) -> bool:
    """Tell whether an act of ours is at most 5 minutes later than an answer that came after it."""
    dated = answer.places < act.places and act.event.at <= answer.event.at + CLOCKS_DIFFER
    return act.event.ours and dated and act.event.received_at < answer.event.received_at


def _is_same(first: Event, again: Event) -> bool:
    """Tell whether an event repeats an earlier one word by word: it answers what the earlier one answers."""
    same = (first.kind, first.at, first.fact) == (again.kind, again.at, again.fact)
    return same and first.receipt < again.receipt


def _names(event: Event) -> str | None:
    """Name an event that others answer by its id."""
    match event.fact:
        case OfferMade() as offer:
            return f"{offer.offer_id} of the {event.by}"
        case MediationOpened() as opened:
            return f"mediation {opened.mediation_id}"
        case AppealOpened() as opened:
            return f"appeal {opened.appeal_id}"
        case _:
            return None


def _after_named(answer: Placed, named: Mapping[str, Placed]) -> Placed:
    event = answer.event
    name = None if event.ours else _answered(event)
    cause = named.get(name) if name is not None else None
    if cause is None or cause.places < answer.places:
        return answer
    has_limit = not isinstance(event.fact, OfferAnswered)
    too_late = has_limit and cause.event.at > event.at + CLOCKS_DIFFER
    return answer if too_late else answer.after(cause)


def _answered(event: Event) -> str | None:
    """Name what an event answers by its id."""
    match event.fact:
        case OfferAnswered() as answered:
            other = Party.SELLER if event.by is Party.CUSTOMER else Party.CUSTOMER
            return f"{answered.offer_id} of the {other}"
        case MediationDecided() as decided:
            return f"mediation {decided.mediation_id}"
        case AppealDecided() as decided:
            return f"appeal {decided.appeal_id}"
        case _:
            return None
