"""The fold: a log is a set of events, and becomes one file whatever the order of their arrival.

Order of the fold. Events are sorted by their own date, then by the precedence of their type, then by id. Example: a
request and an offer that are dated to the same second fold as request, then offer, because the request comes first in
EventType. Events that are dated before the request of their case wait for it, and count right after it.

The fold never raises on valid events. An event that does not count stays in the timeline with the reason. Deadlines
that have passed act inside the fold at their own instants, so that it does not matter when somebody looks.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.apply import apply
from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Outbox
from chalicelib.domain.clock import run_clock
from chalicelib.domain.events import Event
from chalicelib.domain.filing import with_effect_ids
from chalicelib.domain.lifecycle import OPENING
from chalicelib.domain.needs_review import reviewed
from chalicelib.domain.order import OrderFile, OrderRecord
from chalicelib.domain.order_record import order_record
from chalicelib.domain.policy import PolicyBook
from chalicelib.values.identifiers import CaseKey, OrderKey


def fold(
    key: OrderKey, events: Iterable[Event], policies: PolicyBook, *, as_of: datetime, outbox: Outbox | None = None
) -> OrderFile:
    """Fold an order's events into its file as of an instant. The same set gives the same file in any order."""
    history = sorted({event.id: event for event in events}.values(), key=lambda event: event.place)
    order = order_record(history)
    outside = outbox or Outbox()
    cases = {
        name: _case(CaseKey(key, name), events, order, policies, as_of, outside) for name, events in _by_case(history)
    }
    file = OrderFile(
        key=key,
        order=order,
        cases=cases,
        as_of=as_of,
        latest=max(_dates(history, cases.values()), default=None),
        policies=policies,
        outbox=outside,
    )
    return reviewed(file)


def _by_case(history: list[Event]) -> Iterator[tuple[str, list[Event]]]:
    """Return each case with its events. Without an event that opens it there is no case, and they wait in the log."""
    by_case: defaultdict[str, list[Event]] = defaultdict(list)
    for event in history:
        if event.return_id is not None:
            by_case[event.return_id].append(event)
    return ((name, events) for name, events in sorted(by_case.items()) if any(map(_opens, events)))


def _case(
    key: CaseKey, events: list[Event], order: OrderRecord, policies: PolicyBook, as_of: datetime, outbox: Outbox
) -> Case:
    opened_at = next(event.at for event in events if _opens(event))
    case = Case(key=key, policy=policies.in_force(opened_at), opened_at=opened_at, since=opened_at, outbox=outbox)
    earlier: dict[str, Event] = {}
    for event in sorted(
        events, key=lambda event: (max(event.at, opened_at), event.at <= opened_at and not _opens(event), event.place)
    ):
        case = run_clock(case, before=max(event.at, opened_at))
        case = apply(case, event, order, earlier)
    return replace(with_effect_ids(run_clock(case, until=as_of)), told=frozenset(earlier))


def _opens(event: Event) -> bool:
    return event.kind in OPENING


def _dates(history: list[Event], cases: Iterable[Case]) -> Iterator[datetime]:
    """Yield the date of everything in a file: of its events, and of the deadlines that have acted."""
    yield from (event.at for event in history)
    yield from (entry.at for case in cases for entry in case.timeline)
