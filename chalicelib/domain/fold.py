"""The fold: a log is a set of events, and becomes one file whatever the order of their arrival.

Order of the fold. Events are sorted by the instant they count at, then by their own date, by the precedence of their
type, by source, by their row, and by their number within the row. An event counts at its own date, but never later than
its receipt, and never before what it answers (`causes`). Example: a request and an offer that are dated to the same
second fold as request, then offer, because the request comes first in EventType. Events that are dated before the
request of their case wait for it, and count right after it. Which of several tellings of one fact counts is settled
first, over the whole set (`repeats`).

The fold never raises on valid events. An event that does not count stays in the timeline with the reason. Deadlines
that have passed act inside the fold at their own instants, so that it does not matter when somebody looks. No
deadline acts past the present.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from chalicelib.domain.apply import apply
from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Outbox
from chalicelib.domain.causes import Chronology, Placed, Places, cause_later, chronology
from chalicelib.domain.clock import Clock
from chalicelib.domain.events import Event
from chalicelib.domain.filing import with_effect_ids
from chalicelib.domain.lifecycle import OPENING
from chalicelib.domain.needs_review import reviewed
from chalicelib.domain.order import OrderFile, OrderRecord
from chalicelib.domain.order_record import order_record
from chalicelib.domain.policy import PolicyBook
from chalicelib.domain.repeats import Repeats, settle_repeats
from chalicelib.values.identifiers import CaseKey, OrderKey
from chalicelib.values.vocabulary import Party

_Key: TypeAlias = tuple[datetime, bool, Places]


def fold(
    key: OrderKey, events: Iterable[Event], policies: PolicyBook, *, as_of: datetime, outbox: Outbox | None = None
) -> OrderFile:
    """Fold an order's events into its file as of an instant. The same set gives the same file in any order."""
    history = sorted({event.id: event for event in events}.values(), key=lambda event: event.place)
    order = order_record(history)
    folding = _Folding(order=order, policies=policies, as_of=as_of, outbox=outbox or Outbox())
    cases = {name: folding.case(CaseKey(key, name), events) for name, events in _by_case(history)}
    file = OrderFile(
        key=key,
        order=order,
        cases=cases,
        as_of=as_of,
        latest=max(_instants(history, cases.values()), default=None),
        policies=policies,
        outbox=folding.outbox,
    )
    return reviewed(file)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Folding:
    """The parts that the fold of each case of an order needs besides its events."""

    order: OrderRecord
    policies: PolicyBook
    as_of: datetime
    outbox: Outbox

    def case(self, key: CaseKey, events: list[Event]) -> Case:
        """Fold the events of one case."""
        repeats = settle_repeats(events)
        opened_at = min(event.counts_at for event in events if _opens(event) and repeats.is_first(event))
        policy = self.policies.in_force(opened_at)
        case = Case(
            key=key,
            policy=policy,
            order_currency=self.order.total.currency if self.order.total else None,
            opened_at=opened_at,
            since=opened_at,
            order_lines=self.order.lines,
            outbox=self.outbox,
        )
        clock = Clock()
        folded = self._apply_all(case, chronology(events), repeats, clock)
        return replace(with_effect_ids(clock.run(folded, until=self.as_of)), identities=repeats.identities)

    def _apply_all(self, case: Case, history: Chronology, repeats: Repeats, clock: Clock) -> Case:
        """Apply every event in its turn. One that answers a later act of ours waits for it."""
        waiting = [(_key(found, case.opened_at), found) for found in history.placed]
        heapq.heapify(waiting)
        while waiting:
            (instant, _, _), found = heapq.heappop(waiting)
            case = clock.run(case, before=instant)
            repeat = repeats.no_effect.get(found.event.id)
            cause = None if repeat else cause_later(case, found, history)
            if cause is not None:
                moved = found.after(cause)
                heapq.heappush(waiting, (_key(moved, case.opened_at), moved))
            else:
                case = apply(case, found.event, self.order, repeat)
        return case


def _key(found: Placed, opened_at: datetime) -> _Key:
    event = found.event
    waits = event.counts_at <= opened_at and not _opens(event)
    return (max(event.counts_at, opened_at), waits, found.places)


def _by_case(history: list[Event]) -> Iterator[tuple[str, list[Event]]]:
    """Return each case with its events. Without an event that opens it there is no case, and they wait in the log."""
    by_case: defaultdict[str, list[Event]] = defaultdict(list)
    for event in history:
        if event.return_id is not None:
            by_case[event.return_id].append(event)
    return ((name, events) for name, events in sorted(by_case.items()) if any(map(_opens, events)))


def _opens(event: Event) -> bool:
    return event.kind in OPENING


def _instants(history: list[Event], cases: Iterable[Case]) -> Iterator[datetime]:
    """Yield the instants that count in a file: of its events, and of the deadlines that have acted."""
    yield from (event.counts_at for event in history)
    yield from (entry.at for case in cases for entry in case.timeline if entry.by is Party.CLOCK)
