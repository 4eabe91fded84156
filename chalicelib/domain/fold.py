"""The fold: a log is a set of events; sorted by its own dates it becomes one file, whatever the order of arrival.

It never raises on valid events: what does not apply stays in the timeline with the reason. Deadlines that have passed
act inside it, at their own instants, so that nobody has to have been awake then.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.apply import take
from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Outbox
from chalicelib.domain.clock import run_clock
from chalicelib.domain.events import Event
from chalicelib.domain.lifecycle import OPENING
from chalicelib.domain.needs_review import reviewed
from chalicelib.domain.order import OrderFile, OrderRecord, order_record
from chalicelib.domain.policy import PolicyBook
from chalicelib.domain.rounds import addressed
from chalicelib.values.identifiers import CaseKey, OrderKey


def fold(
    key: OrderKey, events: Iterable[Event], policies: PolicyBook, *, as_of: datetime, outbox: Outbox | None = None
) -> OrderFile:
    """Fold an order's events into its file as of an instant; the same set gives the same file in any order."""
    history = sorted({event.id: event for event in events}.values(), key=lambda event: event.place)
    order = order_record(history)
    known = outbox or Outbox()
    cases = {name: _case(CaseKey(key, name), told, order, policies, as_of, known) for name, told in _by_case(history)}
    file = OrderFile(
        key=key,
        order=order,
        cases=cases,
        as_of=as_of,
        latest=max(_dates(history, cases.values()), default=None),
        policies=policies,
        outbox=known,
    )
    return reviewed(file)


def _by_case(history: list[Event]) -> Iterator[tuple[str, list[Event]]]:
    """Each case with its events; without one that opens it there is none, and they wait in the log."""
    told: defaultdict[str, list[Event]] = defaultdict(list)
    for event in history:
        if event.return_id is not None:
            told[event.return_id].append(event)
    return ((name, events) for name, events in sorted(told.items()) if any(map(_opens, events)))


def _case(
    key: CaseKey, events: list[Event], order: OrderRecord, policies: PolicyBook, as_of: datetime, outbox: Outbox
) -> Case:
    opened_at = next(event.at for event in events if _opens(event))
    case = Case(key=key, policy=policies.in_force(opened_at), opened_at=opened_at, since=opened_at, outbox=outbox)
    told: dict[str, Event] = {}
    # What is dated before the request has waited in the log for it, and counts right after it.
    for event in sorted(
        events, key=lambda event: (max(event.at, opened_at), event.at <= opened_at and not _opens(event), event.place)
    ):
        case = run_clock(case, before=max(event.at, opened_at))
        case = take(case, event, order, told)
    return replace(addressed(run_clock(case, until=as_of)), told=frozenset(told))


def _opens(event: Event) -> bool:
    return event.kind in OPENING


def _dates(history: list[Event], cases: Iterable[Case]) -> Iterator[datetime]:
    """Everything that a file has seen has a date: what was told, and deadlines that have acted."""
    yield from (event.at for event in history)
    yield from (entry.at for case in cases for entry in case.timeline)
